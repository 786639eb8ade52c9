/** Invented buyers. What they are called stands nowhere else, so that a text in which it turns up has leaked it. */
interface Person {
  readonly firstName: string;
  readonly lastName: string;
  readonly street: string;
  readonly city: string;
  readonly province: string | null;
  readonly provinceCode: string | null;
  readonly zip: string;
  readonly countryCode: string;
  readonly phone: string | null;
}

const people: readonly Person[] = [
  person("Thessaly", "Quillonbeck", "14 Brackwater Rise", "Sydney", "New South Wales", "NSW", "2010", "AU"),
  person("Barnabus", "O'Thistleroy", "3/77 Gullwing Parade", "Hobart", "Tasmania", "TAS", "7000", "AU"),
  person("Zéphyrine", "Vantongeren", "9 allée des Merlettes", "Lyon", null, null, "69003", "FR"),
  person("Ottokar", "Grünspechter", "Mühlwinkel 12a", "München", null, null, "80333", "DE"),
  person("Marisole", "Dunkettle-Ashby", "212 Wharfinger Way", "Austin", "Texas", "TX", "78702", "US"),
  person("Tamahere", "Whangakoko", "5 Puriri Bluff", "Auckland", "Auckland", "AUK", "1011", "NZ"),
  person(
    "Ignatius",
    "Plumgarrow",
    "The Old Cooperage, 4 Fennel Yard",
    "Leeds",
    "England",
    "ENG",
    "LS2 7EY",
    "GB",
  ),
  person(
    "Saffronia",
    "Ketteridgeworth",
    "88 Anchorsmith Lane",
    "Fremantle",
    "Western Australia",
    "WA",
    "6160",
    "AU",
  ),
];

function person(
  firstName: string,
  lastName: string,
  street: string,
  city: string,
  province: string | null,
  provinceCode: string | null,
  zip: string,
  countryCode: string,
): Person {
  const phone = firstName.length % 2 === 0 ? `+6140077${String(1000 + lastName.length * 37)}` : null;
  return { firstName, lastName, street, city, province, provinceCode, zip, countryCode, phone };
}

export const countOfPeople = people.length;

function numbered(number: number): Person {
  const [first] = people;
  const found = people[number % people.length] ?? first;
  if (found === undefined) throw new Error("there are no people");
  return found;
}

/** The e-mail address of the person with this number. */
export function emailOf(number: number): string {
  const { lastName } = numbered(number);
  return `${lastName.toLowerCase().replaceAll(/[^a-z]/g, "")}@${mailHost}`;
}

const mailHost = "letterbox-invented.example";

/** The address of the person with this number, as the shop's controls take it. */
export function addressOf(number: number): Readonly<Record<string, unknown>> {
  const { firstName, lastName, street, city, province, provinceCode, zip, countryCode, phone } =
    numbered(number);
  return {
    firstName,
    lastName,
    address1: street,
    city,
    province,
    provinceCode,
    zip,
    countryCode,
    ...(phone === null ? {} : { phone }),
  };
}

/** The person with this number as a customer of the shop. */
export function customerOf(number: number): Readonly<Record<string, unknown>> {
  const { firstName, lastName } = numbered(number);
  return { firstName, lastName, email: emailOf(number), addresses: [addressOf(number)] };
}

/** Words that belong to these people alone. */
export const wordsOfPeople: readonly string[] = [
  ...people.flatMap(({ firstName, lastName, street }) => [
    firstName,
    lastName,
    street.replaceAll(/[0-9/,]+/g, "").trim(),
  ]),
  ...people.flatMap(({ phone }) => (phone === null ? [] : [phone])),
  mailHost,
];
