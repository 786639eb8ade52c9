/** Far more than thousands of connections need. */
export const mostConfigurationBytes = 1024 * 1024;
