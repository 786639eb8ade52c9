import type { CompanySpec } from "./catalogue.ts";

/** Three invented B2B companies: one with two locations, one abroad, one that pays no tax. */
export const usualCompanies: readonly CompanySpec[] = [
  {
    name: "Harbourline Hotels",
    externalId: "HARB-01",
    note: "Deliver to the loading dock.",
    contacts: [
      {
        title: "Head of purchasing",
        isMain: true,
        customer: { firstName: "Marguerite", lastName: "Dunstable", email: "purchasing@harbourline.example" },
      },
      {
        title: "Housekeeping",
        customer: { firstName: "Owen", lastName: "Trelisk", email: "housekeeping@harbourline.example" },
      },
    ],
    locations: [
      {
        name: "Harbourline Sydney",
        externalId: "HARB-SYD",
        phone: "+61295550181",
        note: "Open every day.",
        taxRegistrationId: "51824753556",
        billingAddress: {
          address1: "100 Quay Street",
          address2: "Level 2",
          city: "Sydney",
          province: "New South Wales",
          provinceCode: "NSW",
          zip: "2000",
          countryCode: "AU",
          phone: "+61295550181",
        },
      },
      {
        name: "Harbourline Perth",
        externalId: "HARB-PER",
        phone: "+61865550182",
        note: "Closed on Mondays.",
        billingAddress: {
          address1: "100 Quay Street",
          city: "Sydney",
          province: "New South Wales",
          provinceCode: "NSW",
          zip: "2000",
          countryCode: "AU",
          phone: "+61295550181",
        },
        shippingAddress: {
          address1: "8 Swan Esplanade",
          city: "Perth",
          province: "Western Australia",
          provinceCode: "WA",
          zip: "6000",
          countryCode: "AU",
          phone: "+61865550182",
        },
      },
    ],
  },
  {
    name: "Kauri Grove Cafés",
    externalId: "KAURI-7",
    note: "Orders before noon.",
    contacts: [
      {
        title: "Owner",
        customer: { firstName: "Rewi", lastName: "Manukere", email: "rewi@kaurigrove.example" },
      },
    ],
    locations: [
      {
        name: "Kauri Grove",
        externalId: "KAURI-AKL",
        phone: "+6495550183",
        billingAddress: {
          address1: "55 Roastery Road",
          city: "Auckland",
          province: "Auckland",
          provinceCode: "AUK",
          zip: "1010",
          countryCode: "NZ",
          phone: "+6495550183",
        },
      },
    ],
  },
  {
    name: "Northgate Primary School",
    contacts: [
      {
        title: "Bursar",
        customer: { firstName: "Prudence", lastName: "Ablewhite", email: "bursar@northgate-school.example" },
      },
    ],
    locations: [
      {
        name: "Northgate Primary School",
        taxExempt: true,
        billingAddress: {
          address1: "1 School Road",
          city: "Brisbane",
          province: "Queensland",
          provinceCode: "QLD",
          zip: "4000",
          countryCode: "AU",
        },
      },
    ],
  },
];
