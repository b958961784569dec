/** The ways in which a spec can differ from the vendor's document. */
export const differences = {
  operation_gone: "the document has no such operation",
  operation_moved: "the document has the operation at another path or method",
  operation_deprecated: "the document says that the operation is deprecated",
  scope_new: "the document asks for a scope that the spec does not",
  scope_lost: "the spec asks for a scope that the document does not",
  parameter_new: "the document has a parameter that the spec does not",
  parameter_lost: "the spec has a parameter that the document does not",
  parameter_deprecated: "the document says that the parameter is deprecated",
  parameter_default: "the two assume different values where the parameter is absent",
  body_new: "the document has a body and the spec none",
  body_lost: "the spec has a body and the document none",
  result_new: "the document has a result and the spec none",
  result_lost: "the spec has a result and the document none",
  required_new: "the document requires what the spec does not",
  field_new: "the document has a field that the spec does not",
  field_lost: "the spec has a field that the document does not",
  field_deprecated: "the document says that the field is deprecated",
  nullable_new: "the document lets null be answered and the spec does not",
  type_changed: "the two have different types",
  member_new: "the document knows members that the spec does not",
  member_lost: "the spec knows members that the document does not",
} as const;

export type Difference = keyof typeof differences;

/** One difference, with the place in the spec that it is about. */
export interface Finding {
  readonly difference: Difference;
  /**
   * `users:read`, `users:read parameters.limit`, `users:read result[].id` or, in a named schema, `User.profile.login`.
   */
  readonly at: string;
  /** What the one says and what the other. */
  readonly detail: string;
}
