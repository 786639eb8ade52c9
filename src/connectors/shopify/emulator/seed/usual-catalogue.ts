import type { ShopCatalogue } from "./catalogue.ts";
import { usualCompanies } from "./usual-companies.ts";
import { usualCustomers } from "./usual-customers.ts";
import { usualProducts } from "./usual-products.ts";

/** A small shop with all that makes syncing hard: shared and missing SKUs, gift cards, namesakes, B2B, nine countries. */
export const usualCatalogue: ShopCatalogue = {
  locations: [
    {
      name: "Main Warehouse",
      address: {
        address1: "20 Depot Road",
        city: "Sydney",
        province: "New South Wales",
        provinceCode: "NSW",
        zip: "2015",
        countryCode: "AU",
        phone: "+61295550190",
      },
    },
    {
      name: "Fitzroy Store",
      fulfillsOnlineOrders: false,
      address: {
        address1: "300 Gertrude Row",
        city: "Melbourne",
        province: "Victoria",
        provinceCode: "VIC",
        zip: "3065",
        countryCode: "AU",
        phone: "+61395550191",
      },
    },
  ],
  products: usualProducts,
  customers: usualCustomers,
  companies: usualCompanies,
};
