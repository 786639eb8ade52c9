import type { AddressSpec, CustomerSpec } from "./catalogue.ts";

/** Places to live in: street, city, province, its code, postcode, country, start of the phone number. */
const places = {
  sydney: ["Sydney", "New South Wales", "NSW", "2000", "AU", "+6129"],
  melbourne: ["Melbourne", "Victoria", "VIC", "3000", "AU", "+6139"],
  brisbane: ["Brisbane", "Queensland", "QLD", "4000", "AU", "+6173"],
  perth: ["Perth", "Western Australia", "WA", "6000", "AU", "+6186"],
  auckland: ["Auckland", "Auckland", "AUK", "1010", "NZ", "+6493"],
  dunedin: ["Dunedin", "Otago", "OTA", "9016", "NZ", "+6434"],
  london: ["London", "England", "ENG", "E1 6AN", "GB", "+4420"],
  leeds: ["Leeds", "England", "ENG", "LS1 4AP", "GB", "+4411"],
  portland: ["Portland", "Oregon", "OR", "97205", "US", "+1503"],
  austin: ["Austin", "Texas", "TX", "78701", "US", "+1512"],
  toronto: ["Toronto", "Ontario", "ON", "M5H 2N2", "CA", "+1416"],
  munich: ["München", null, null, "80331", "DE", "+4989"],
  lyon: ["Lyon", null, null, "69002", "FR", "+3347"],
  singapore: ["Singapore", null, null, "048616", "SG", "+6562"],
  osaka: ["Osaka", "Osaka", "JP-27", "530-0001", "JP", "+8166"],
} as const;

type Place = keyof typeof places;
type Row = readonly [first: string, last: string, street: string, place: Place];

const rows: readonly Row[] = [
  ["Ada", "Quillfeather", "12 Wattle Lane", "sydney"],
  ["Bruno", "Tannerman", "4/88 Harbour Row", "sydney"],
  ["Callista", "Merriwade", "7 Jetty Street", "sydney"],
  ["Declan", "O’Farrowby", "19 Old Mill Road", "melbourne"],
  ["Elspeth", "Van der Linde-Moss", "Unit 3, 210 Canal Parade", "melbourne"],
  ["Fergus", "D'Arcadel", "55 Tramway Walk", "melbourne"],
  ["Greta", "Hollowell", "1 Mango Court", "brisbane"],
  ["Hamish", "Pellingham", "240 River Terrace", "brisbane"],
  ["Imogen", "Starkbridge", "9 Quokka Close", "perth"],
  ["Jasper", "Woolcombe", "61 Limestone Avenue", "perth"],
  ["Kiri", "Tahunanga", "14 Harbour View Road", "auckland"],
  ["Liam", "Brackenfell", "3 Pohutukawa Rise", "auckland"],
  ["Mereana", "Whitlowe", "27 Albatross Street", "dunedin"],
  ["Nigel", "Thistlewick", "8 Gasworks Mews", "london"],
  ["Olive", "Pemberdyne", "Flat 12, 90 Spindle Street", "london"],
  ["Percival", "Ashdownley", "2 Foundry Yard", "leeds"],
  ["Quentin", "Marlowestone", "1100 Bridge Avenue", "portland"],
  ["Rosalind", "Fairweatherby", "48 Cedar Loop", "portland"],
  ["Silas", "Greyhaven", "7700 Mesquite Trail", "austin"],
  ["Tabitha", "Longacre", "310 Barton Bend", "austin"],
  ["Ulrich", "Schönbrunner", "Lindenstraße 5", "munich"],
  ["Vera", "Böhmeling", "Am Anger 17 b", "munich"],
  ["Wilhelmina", "Croftgate", "66 Maple Crescent", "toronto"],
  ["Xavier", "Beaurenard", "3 rue des Tisserands", "lyon"],
  ["Yvette", "Châtelrond", "18 quai du Levant", "lyon"],
  ["Zachary", "Limbangan", "21 Lantern Street #08-03", "singapore"],
  ["Akari", "Minamisora", "2-4-6 Umekita", "osaka"],
  ["Benedict", "Stonewright", "33 Anchor Street", "sydney"],
  ["Clementine", "Dovewood", "5 Fig Tree Place", "brisbane"],
  ["Dashiell", "Mossgrove", "72 Signal Hill Road", "perth"],
  ["Edith", "Rookhaven", "10 Ferry Steps", "auckland"],
  ["Florian", "Wintermantel", "Ringgasse 40", "munich"],
  ["Genevieve", "Saltmarsh", "29 Lighthouse Road", "melbourne"],
  ["Horatio", "Plumwell", "13 Cobbler's Court", "london"],
];

function addressOf([firstName, lastName, address1, place]: Row, index: number): AddressSpec {
  const [city, province, provinceCode, zip, countryCode, dial] = places[place];
  return {
    firstName,
    lastName,
    address1,
    address2: index % 7 === 3 ? "Leave at the back door" : null,
    city,
    province,
    provinceCode,
    zip,
    countryCode,
    phone: `${dial}5550${String(100 + index)}`,
  };
}

const shoppers: CustomerSpec[] = rows.map((row, index) => ({
  firstName: row[0],
  lastName: row[1],
  email: `${row[0]}.${row[1]}@mail.example`
    .normalize("NFKD")
    .replaceAll(/[^A-Za-z0-9.@-]/g, "")
    .toLowerCase(),
  note: index % 5 === 0 ? "Prefers afternoon deliveries." : null,
  tags: index % 4 === 0 ? ["newsletter", "vip"] : [],
  emailMarketing: index % 4 === 0 ? "SUBSCRIBED" : "NOT_SUBSCRIBED",
  addresses: [addressOf(row, index)],
}));

shoppers.push(
  // Two people of one name, whom only the e-mail address tells apart.
  {
    firstName: "Ada",
    lastName: "Quillfeather",
    email: "ada.q.other@mail.example",
    addresses: [addressOf(["Ada", "Quillfeather", "300 Banksia Drive", "perth"], 40)],
  },
  // No e-mail address.
  {
    firstName: "Ivor",
    lastName: "Penhallow",
    phone: "+61295550141",
    addresses: [addressOf(["Ivor", "Penhallow", "6 Chandlery Lane", "sydney"], 41)],
  },
  // No name and no address: signed up for the newsletter.
  { email: "reader@mail.example", emailMarketing: "SUBSCRIBED", tags: ["newsletter"] },
  // Several addresses, with a company among them.
  {
    firstName: "Josephine",
    lastName: "Karrabin",
    email: "josephine@karrabin-studio.example",
    addresses: [
      {
        ...addressOf(["Josephine", "Karrabin", "80 Studio Street", "melbourne"], 43),
        company: "Karrabin Studio",
      },
      addressOf(["Josephine", "Karrabin", "2 Orchard Way", "melbourne"], 44),
    ],
  },
  // Pays no tax.
  {
    firstName: "Lucian",
    lastName: "Embleforth",
    email: "office@embleforth.example",
    taxExempt: true,
    addresses: [addressOf(["Lucian", "Embleforth", "1 Consulate Row", "sydney"], 45)],
  },
  // Capital letters in the e-mail address, blanks around the name.
  {
    firstName: " Maud ",
    lastName: "Ottersley",
    email: "Maud.Ottersley@Mail.Example",
    addresses: [addressOf(["Maud", "Ottersley", "44 Weir Road", "leeds"], 46)],
  },
);

/** Forty invented people in nine countries. */
export const usualCustomers: readonly CustomerSpec[] = shoppers;
