import type { Money } from "./money.ts";

export interface AddressRecord {
  readonly __typename: "MailingAddress";
  readonly id: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly company: string | null;
  readonly address1: string | null;
  readonly address2: string | null;
  readonly city: string | null;
  readonly province: string | null;
  readonly provinceCode: string | null;
  readonly country: string | null;
  readonly countryCode: string | null;
  readonly zip: string | null;
  readonly phone: string | null;
}

export interface CustomerRecord {
  readonly __typename: "Customer";
  readonly id: string;
  readonly createdAt: number;
  updatedAt: number;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  phone: string | null;
  note: string | null;
  tags: string[];
  state: "DECLINED" | "DISABLED" | "ENABLED" | "INVITED";
  taxExempt: boolean;
  taxExemptions: readonly string[];
  locale: string;
  verifiedEmail: boolean;
  addresses: readonly AddressRecord[];
  defaultAddressId: string | null;
  emailMarketing: "NOT_SUBSCRIBED" | "SUBSCRIBED" | "UNSUBSCRIBED" | "PENDING";
  smsMarketing: "NOT_SUBSCRIBED" | "SUBSCRIBED" | "UNSUBSCRIBED" | "PENDING";
  /** Orders in the order of their placing. */
  readonly orderIds: string[];
}

export interface CompanyRecord {
  readonly __typename: "Company";
  readonly id: string;
  readonly createdAt: number;
  readonly customerSince: number;
  updatedAt: number;
  name: string;
  externalId: string | null;
  note: string | null;
  mainContactId: string | null;
  readonly locationIds: string[];
  readonly contactIds: string[];
}

export interface CompanyContactRecord {
  readonly __typename: "CompanyContact";
  readonly id: string;
  readonly companyId: string;
  readonly customerId: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly title: string | null;
  readonly locale: string | null;
}

export interface CompanyAddressRecord {
  readonly __typename: "CompanyAddress";
  readonly id: string;
  readonly companyId: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly companyName: string;
  readonly recipient: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly address1: string;
  readonly address2: string | null;
  readonly city: string | null;
  readonly province: string | null;
  readonly zoneCode: string | null;
  readonly country: string | null;
  readonly countryCode: string;
  readonly zip: string | null;
  readonly phone: string | null;
}

export interface CompanyLocationRecord {
  readonly __typename: "CompanyLocation";
  readonly id: string;
  readonly companyId: string;
  readonly createdAt: number;
  updatedAt: number;
  name: string;
  externalId: string | null;
  phone: string | null;
  note: string | null;
  locale: string | null;
  readonly currency: string;
  billingAddress: CompanyAddressRecord | null;
  shippingAddress: CompanyAddressRecord | null;
  taxRegistrationId: string | null;
  taxExempt: boolean;
  taxExemptions: readonly string[];
}

export interface GiftCardRecord {
  readonly id: string;
  readonly lastCharacters: string;
  readonly orderId: string | null;
  readonly initialValue: Money;
  readonly currency: string;
  balance: Money;
}
