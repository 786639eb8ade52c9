import { describe, expect, it } from "vitest";
import { cleanWords } from "./clean-words.ts";

const body = JSON.stringify({
  CustomerCode: "DOEJANE-3F2A91BC",
  CustomerName: "Jane Doe",
  Email: "jane@customer.example",
  Addresses: [{ AddressType: "Postal", StreetAddress: "1 High Street" }],
});

describe("the vendor's words", () => {
  it("are those of Description, of Message, or plain text", () => {
    expect(cleanWords('{"Description":"Tax code X does not exist"}', "{}")).toBe("Tax code X does not exist");
    expect(cleanWords('{"Message":"No","Trace":"at Foo.Bar"}', "{}")).toBe("No");
    expect(cleanWords('"just text"', "{}")).toBe("just text");
    expect(cleanWords("Out of order\r\n today", "{}")).toBe("Out of order today");
    for (const nothing of [
      "",
      "  ",
      "{}",
      "null",
      "[1]",
      "<html><body>Oops</body></html>",
      "oops <b>bold</b>",
    ])
      expect(cleanWords(nothing, "{}")).toBe("");
  });

  it("lose every personal value that was sent, mail addresses and long numbers", () => {
    expect(cleanWords("Customer Jane Doe (DOEJANE-3F2A91BC) of 1 high street exists", body)).toBe(
      "Customer … (…) of … exists",
    );
    expect(cleanWords("Postal address of other@person.example, phone +61 2 5550 1234", body)).toBe(
      "Postal address of …, phone …",
    );
    expect(cleanWords("nothing with a.b+c@x.example", "contactEmail=a.b%2Bc%40x.example")).toBe(
      "nothing with …",
    );
  });

  it("keep codes that name no person, and do not cut words apart", () => {
    const order = JSON.stringify({
      OrderNumber: "#1001",
      DeliveryName: "Al",
      Customer: { CustomerCode: "C1" },
    });
    expect(cleanWords("Order number #1001 is already in use by Al", order)).toBe(
      "Order number #1001 is already in use by …",
    );
  });

  it("are never long", () => {
    expect(cleanWords("word ".repeat(500), "{}").length).toBeLessThanOrEqual(301);
  });
});
