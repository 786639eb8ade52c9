/** Variable that names the mutation to be applied. */
export const mutationVariable = "WAYBILL_MUTATION";
/** Variable that names a file to which each changed source file is appended when it is loaded; without it, standard error is told. */
export const witnessVariable = "WAYBILL_MUTATION_WITNESS";
