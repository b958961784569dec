import type { Diagnostic } from "@arx/yaml";
import { bodyIsAnObject, flatFormIsComplete, flatTargetsExist, inputNamesAreUnique } from "./checks/body.ts";
import { authUsesSecrets, bucketsAreWellFormed, originIsKnown } from "./checks/connector.ts";
import { defaultsAndExamplesFit, exampleInputsFit, patternHasAnExample } from "./checks/examples.ts";
import {
  fallbackIsARequest,
  raiseGoesUp,
  readHasNoAftermath,
  riskTableAgrees,
  undoTakesBack,
} from "./checks/governance.ts";
import {
  itemsNameAnArray,
  pagingHasAList,
  pagingParametersAreDeclared,
  pagingTokenExists,
  uniqueFieldExists,
} from "./checks/lists.ts";
import {
  callIsUnique,
  connectorIsNamedAsItsFolder,
  familiesAreListedOnce,
  familyHasOperations,
  familyIsNamedAsItsFile,
  idBeginsWithItsFamily,
  onlyReadsAreNamedSo,
  schemaNameIsUnique,
} from "./checks/names.ts";
import {
  headerParameterIsFree,
  otherwiseHasATarget,
  parameterIsScalar,
  pathParameterCanBeNamed,
  pathParameterIsPlain,
  sentIsTheDefaultOfARead,
  wireNameIsUnique,
} from "./checks/parameters.ts";
import {
  boundReadGetsItsParameters,
  boundReadIsAGet,
  madeAtIsADate,
  preconditionHasAPreview,
  previewShowsOneThing,
  replacedIsAnInput,
  settledFieldsExist,
  shownFieldsExist,
} from "./checks/reads.ts";
import {
  connectorNamesExist,
  operationsExist,
  pagingStylesAreUsed,
  schemaIsNotItsOwnAlias,
  schemasAreUsed,
  schemasExist,
} from "./checks/references.ts";
import {
  declaredPathParametersAreUsed,
  headHasNoResult,
  pathIsWellFormed,
  pathParametersAreDeclared,
  readHasNoBody,
  requestIsUnique,
} from "./checks/request.ts";
import {
  boundsAreInOrder,
  compositeHasParts,
  enumIsASet,
  fieldNameIsNoPath,
  keywordFitsItsType,
  onlyFieldsAreRequired,
  patternIsARegularExpression,
} from "./checks/schemas.ts";
import type { Draft } from "./draft.ts";

/** One rule over the whole spec; it yields a diagnostic for each breach. */
export type Check = (draft: Draft) => Iterable<Diagnostic>;

const checks: readonly Check[] = [
  originIsKnown,
  authUsesSecrets,
  bucketsAreWellFormed,
  connectorIsNamedAsItsFolder,
  familyIsNamedAsItsFile,
  familiesAreListedOnce,
  familyHasOperations,
  idBeginsWithItsFamily,
  onlyReadsAreNamedSo,
  callIsUnique,
  schemaNameIsUnique,
  pathIsWellFormed,
  pathParametersAreDeclared,
  declaredPathParametersAreUsed,
  readHasNoBody,
  headHasNoResult,
  requestIsUnique,
  pathParameterIsPlain,
  pathParameterCanBeNamed,
  parameterIsScalar,
  headerParameterIsFree,
  wireNameIsUnique,
  sentIsTheDefaultOfARead,
  otherwiseHasATarget,
  bodyIsAnObject,
  inputNamesAreUnique,
  flatTargetsExist,
  flatFormIsComplete,
  itemsNameAnArray,
  pagingHasAList,
  pagingParametersAreDeclared,
  pagingTokenExists,
  uniqueFieldExists,
  keywordFitsItsType,
  compositeHasParts,
  boundsAreInOrder,
  patternIsARegularExpression,
  enumIsASet,
  onlyFieldsAreRequired,
  fieldNameIsNoPath,
  schemasExist,
  schemaIsNotItsOwnAlias,
  schemasAreUsed,
  operationsExist,
  connectorNamesExist,
  pagingStylesAreUsed,
  defaultsAndExamplesFit,
  exampleInputsFit,
  patternHasAnExample,
  raiseGoesUp,
  riskTableAgrees,
  undoTakesBack,
  readHasNoAftermath,
  fallbackIsARequest,
  boundReadIsAGet,
  boundReadGetsItsParameters,
  previewShowsOneThing,
  shownFieldsExist,
  replacedIsAnInput,
  settledFieldsExist,
  madeAtIsADate,
  preconditionHasAPreview,
];

/** Everything that the shape of a single file cannot tell. */
export function crossCheck(draft: Draft): readonly Diagnostic[] {
  return checks.flatMap((check) => Array.from(check(draft)));
}
