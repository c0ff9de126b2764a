//! An operation as data, and the table of its parameters. The signer, the validator and the diagnosis of a refused signature
//! read the same table.

use std::iter::from_fn;

use super::limits::{self, Defect};
use super::problem::ProblemCode;

/// Whether an operation changes anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// It only looks, so a failed call leaves nothing in doubt and may be repeated freely.
    Read,
    /// It changes something, and without a clear response nobody knows whether it did.
    Write {
        /// What a caller has to know then: a sentence that says what may have happened and what to do.
        doubt: &'static str,
    },
}

/// One operation of an RPC API.
#[derive(Debug)]
pub struct Operation {
    /// The Action parameter.
    pub action: &'static str,
    /// The Version parameter.
    pub version: &'static str,
    /// Whether it changes anything.
    pub effect: Effect,
    /// The parameters of its own, sorted by the bytes of their names.
    pub parameters: &'static [Parameter],
    /// The longest response body that a host reads, in bytes.
    pub max_response_bytes: usize,
    /// What it means that RAM denies the call: which permission is missing, and what to do.
    pub denied: &'static str,
}

#[cfg(feature = "serde")]
impl serde::Serialize for Operation {
    /// Writes the name of the operation.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.action)
    }
}

impl PartialEq for Operation {
    /// Compares the names and the versions.
    fn eq(&self, other: &Self) -> bool {
        (self.action, self.version) == (other.action, other.version)
    }
}

impl Eq for Operation {}

impl Operation {
    /// Returns every parameter of a request, sorted by the bytes of their names.
    pub(crate) fn all_parameters(&self) -> impl Iterator<Item = &'static Parameter> + Clone + use<> {
        merged(self.parameters)
    }

    /// Returns the value that every request of this operation has for a parameter.
    pub(crate) const fn constant(&self, parameter: &Parameter) -> Option<&'static str> {
        match parameter.source {
            Source::Constant(value) => Some(value),
            Source::Action => Some(self.action),
            Source::Version => Some(self.version),
            _ => None,
        }
    }
}

/// Merges the common parameters and those of an operation.
pub(crate) fn merged(own: &'static [Parameter]) -> impl Iterator<Item = &'static Parameter> + Clone {
    let (mut common, mut own) = (COMMON.iter().peekable(), own.iter().peekable());
    from_fn(move || match (common.peek(), own.peek()) {
        (Some(first), Some(second)) if first.name <= second.name => common.next(),
        (_, Some(_)) => own.next(),
        (_, None) => common.next(),
    })
}

/// One parameter: its name, where a request has its value from, and which values are valid.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    pub(crate) name: &'static str,
    pub(crate) required: bool,
    pub(crate) source: Source,
    pub(crate) rule: Rule,
}

/// Where a request has the value of a parameter from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    AccessKeyId,
    Action,
    Constant(&'static str),
    /// The call, by the parameter's name.
    Call,
    Nonce,
    RegionId,
    SecurityToken,
    /// Not sent, or not signed.
    Unsigned,
    Timestamp,
    Version,
}

/// Which values of a parameter are valid. Only [`Rule::Empty`] takes the empty text.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Rule {
    NotEmpty,
    Empty(ProblemCode),
    Check(fn(&str) -> Result<(), Defect>),
    /// Exactly what the signer writes.
    Constant(ProblemCode),
    /// What the signer writes, or this other spelling.
    ConstantOr(&'static str, ProblemCode),
}

impl Parameter {
    /// Creates a parameter that every call of the operation has. `check` names the first thing that is wrong with a value.
    #[must_use]
    pub const fn required(name: &'static str, check: fn(&str) -> Result<(), Defect>) -> Self {
        Self { name, required: true, source: Source::Call, rule: Rule::Check(check) }
    }

    /// Creates a parameter that a call may leave out.
    #[must_use]
    pub const fn optional(name: &'static str, check: fn(&str) -> Result<(), Defect>) -> Self {
        Self { name, required: false, source: Source::Call, rule: Rule::Check(check) }
    }

    const fn common(name: &'static str, required: bool, source: Source, rule: Rule) -> Self {
        Self { name, required, source, rule }
    }
}

/// The parameters that every request has, sorted by the bytes of their names. Source: the vendor's common parameters of RPC
/// calls; the empty SignatureType is what `aliyun-python-sdk-core` and `alibaba-cloud-sdk-go` add to an HMAC-SHA1 signature.
#[rustfmt::skip]
const COMMON: &[Parameter] = &[
    Parameter::common("AccessKeyId", true, Source::AccessKeyId, Rule::Check(limits::access_key_id)),
    Parameter::common("Action", true, Source::Action, Rule::Constant(ProblemCode::WrongAction)),
    // Without a Format the gateway responds in XML. The vendor's SDKs send both cases.
    Parameter::common("Format", true, Source::Constant("JSON"), Rule::ConstantOr("json", ProblemCode::WrongFormat)),
    Parameter::common("RegionId", false, Source::RegionId, Rule::Check(limits::region_id)),
    Parameter::common("SecurityToken", false, Source::SecurityToken, Rule::Check(limits::security_token)),
    Parameter::common("Signature", true, Source::Unsigned, Rule::NotEmpty),
    Parameter::common("SignatureMethod", true, Source::Constant("HMAC-SHA1"), Rule::Constant(ProblemCode::WrongSignatureMethod)),
    Parameter::common("SignatureNonce", true, Source::Nonce, Rule::Check(limits::nonce)),
    Parameter::common("SignatureType", false, Source::Unsigned, Rule::Empty(ProblemCode::WrongSignatureType)),
    Parameter::common("SignatureVersion", true, Source::Constant("1.0"), Rule::Constant(ProblemCode::WrongSignatureVersion)),
    Parameter::common("Timestamp", true, Source::Timestamp, Rule::NotEmpty),
    Parameter::common("Version", true, Source::Version, Rule::Constant(ProblemCode::WrongVersion)),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_parameters_are_sorted() {
        assert!(COMMON.is_sorted_by_key(|parameter| parameter.name.as_bytes()));
    }

    #[test]
    fn own_parameters_take_their_place_among_the_common_ones() {
        static OWN: [Parameter; 3] = [
            Parameter::optional("A", limits::not_empty),
            Parameter::required("ExecutionId", limits::not_empty),
            Parameter::optional("Z", limits::not_empty),
        ];
        let names: Vec<&str> = merged(&OWN).map(|parameter| parameter.name).collect();
        assert!(names.is_sorted());
        assert_eq!(names.len(), COMMON.len() + OWN.len());
        assert_eq!((names[0], names[3], names[14]), ("A", "ExecutionId", "Z"));
        assert_eq!(merged(&[]).count(), COMMON.len());
    }
}
