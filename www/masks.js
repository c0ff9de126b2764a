// Hides signatures and tokens in what is shown. The raw texts stay in variables and never enter the document.

// A secret ends at the next separator. In a StringToSign that is an encoded &, where an & of a value is %2526.
const IN_QUERY = /((?:^|[?&])(?:Signature|SecurityToken)=)[^&#\s"']+/g;
const IN_STRING_TO_SIGN = /((?:%2F&|%26)SecurityToken%3D)(?:(?!%26).)+/g;

const MASK = "••••••••";

export const hideSecrets = (text) => text.replace(IN_QUERY, `$1${MASK}`).replace(IN_STRING_TO_SIGN, `$1${MASK}`);
