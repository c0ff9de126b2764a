// Compiled, never run: a code that is added or taken away shows up here, as it does in every switch of a user's.
import type { KnownServiceCode, OptionProblemCode, OosErrorName, Outcome, ResponseCode, ServiceCode, UrlProblemCode } from "oos-cancel";

export function errorName(name: OosErrorName): string {
  switch (name) {
    case "InvalidInputError":
    case "ServiceError":
    case "NetworkError":
    case "TimeoutError":
    case "ResponseError":
    case "CredentialsError":
    case "StateError":
      return name;
    default: {
      const none: never = name;
      return none;
    }
  }
}

export function outcome(outcome: Outcome): string {
  switch (outcome) {
    case "accepted":
    case "cancelled":
    case "ended":
    case "failed":
    case "not-sent":
    case "refused":
    case "unknown":
      return outcome;
    default: {
      const none: never = outcome;
      return none;
    }
  }
}

export function responseCode(code: ResponseCode): string {
  switch (code) {
    case "EmptyBody":
    case "NotJson":
    case "WrongShape":
    case "BodyTooLarge":
    case "BodyCutOff":
    case "MissingRequestId":
    case "MissingCode":
    case "RepeatedToken":
      return code;
    default: {
      const none: never = code;
      return none;
    }
  }
}

export function optionProblem(code: OptionProblemCode): string {
  switch (code) {
    case "missing-option":
    case "unknown-option":
    case "wrong-type":
    case "empty":
    case "malformed":
    case "out-of-range":
    case "too-long":
    case "conflict":
    case "too-many-problems":
      return code;
    default: {
      const none: never = code;
      return none;
    }
  }
}

export function urlProblem(code: UrlProblemCode): string {
  switch (code) {
    case "invalid-url":
    case "too-long":
    case "scheme-not-allowed":
    case "credentials-in-url":
    case "host-not-allowed":
    case "region-mismatch":
    case "port-not-allowed":
    case "path-not-allowed":
    case "fragment-not-allowed":
    case "invalid-encoding":
    case "duplicate-parameter":
    case "unknown-parameter":
    case "missing-parameter":
    case "empty-parameter":
    case "wrong-action":
    case "wrong-version":
    case "wrong-format":
    case "wrong-signature-method":
    case "wrong-signature-version":
    case "wrong-signature-type":
    case "malformed-timestamp":
    case "expired":
    case "not-yet-valid":
    case "malformed-signature":
    case "signature-mismatch":
    case "access-key-mismatch":
    case "security-token-mismatch":
    case "malformed":
    case "too-many-problems":
      return code;
    default: {
      const none: never = code;
      return none;
    }
  }
}

export function knownServiceCode(code: KnownServiceCode): string {
  switch (code) {
    case "InvalidVersion":
    case "InvalidAction.NotFound":
    case "User.NoPermission":
    case "InvalidStsToken":
    case "ExpiredStsToken":
    case "InvalidAccountType":
    case "ExecutionCancelFailed":
    case "EntityNotExist.Execution":
    case "EntityNotExists.Execution":
    case "InvalidParameter":
    case "MissingParameter":
    case "MissingSecurityToken":
    case "InvalidAccessKeyId.NotFound":
    case "InvalidAccessKeyId.Inactive":
    case "SignatureDoesNotMatch":
    case "IncompleteSignature":
    case "InvalidTimeStamp.Format":
    case "InvalidTimeStamp.Expired":
    case "IllegalTimestamp":
    case "SignatureNonceUsed":
    case "InvalidSignatureMethod":
    case "InvalidSecurityToken.Expired":
    case "InvalidSecurityToken.Malformed":
    case "InvalidSecurityToken.MismatchWithAccessKey":
    case "InvalidParameter.Format":
    case "InvalidParameter.Accept":
    case "InvalidApi.NotFound":
    case "InvalidProduct.NotFound":
    case "InvalidRegion.NotFound":
    case "InvalidProtocol.NeedSsl":
    case "UnsupportedHTTPMethod":
    case "ContentLengthDoesNotMatch":
    case "ContentMD5NotMatched":
    case "Throttling":
    case "Throttling.User":
    case "Throttling.Api":
    case "NoPermission":
    case "Forbidden.RAM":
    case "Forbidden.AccessKeyDisabled":
    case "InternalError":
    case "ServiceUnavailable":
    case "UnknownError":
      return code;
    default: {
      const none: never = code;
      return none;
    }
  }
}

export function anyServiceCode(code: ServiceCode): string {
  if (code === "EntityNotExist.Execution") return "a literal is narrowed to";
  const another: ServiceCode = "Whatever.OosMaySend";
  // @ts-expect-error OOS may send other codes, so they are not exhausted by the known ones.
  const known: KnownServiceCode = code;
  return another + known;
}
