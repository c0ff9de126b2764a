//! The body of a response, as a host passes it on.

use super::string_enum::string_enum;

/// A JSON value, as far as the envelope of a response needs it.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A string.
    Text(String),
    /// The own members of an object, in order.
    Object(Vec<(String, Value)>),
    /// An array, or nested deeper than two levels.
    Other,
}

/// A body. The host removes a leading byte order mark before it parses.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// The own members of a JSON object, in order.
    Object(Vec<(String, Value)>),
    /// A text that is not JSON: the XML of a refusal, or a proxy's page.
    Text(String),
    /// A body that cannot be read.
    Unreadable(BodyFault),
}

string_enum! {
    /// Why a body cannot be read, or is not a response of OOS.
    BodyFault {
        /// Nothing.
        EmptyBody = "EmptyBody",
        /// Not JSON: the page of a proxy, or a JSON text cut off in the middle.
        NotJson = "NotJson",
        /// JSON, but not an object of OOS: other members, or members of other types.
        WrongShape = "WrongShape",
        /// Larger than a response of OOS can be.
        BodyTooLarge = "BodyTooLarge",
        /// The connection ended before the body did.
        BodyCutOff = "BodyCutOff",
        /// An object without RequestId.
        MissingRequestId = "MissingRequestId",
        /// A failure without Code.
        MissingCode = "MissingCode",
        /// A page of a list whose token leads back to an earlier page.
        RepeatedToken = "RepeatedToken",
    }
}

impl BodyFault {
    /// Returns the end of a sentence that begins "A response came, but".
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::EmptyBody => "it is empty",
            Self::NotJson => "it is not JSON; a proxy may have sent it instead of OOS",
            Self::WrongShape => "it is JSON that does not have the form of a response of OOS",
            Self::BodyTooLarge => "it is larger than a response of OOS can be",
            Self::BodyCutOff => "the connection ended in the middle of it",
            Self::MissingRequestId => "it has no RequestId, so it did not come from OOS",
            Self::MissingCode => "it has no Code, so it is not an error of OOS",
            Self::RepeatedToken => "the list has no end, since its NextToken leads back to an earlier page",
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::Value;

    pub(in crate::rpc) fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    pub(in crate::rpc) fn object<const N: usize>(members: [(&str, Value); N]) -> Vec<(String, Value)> {
        members.map(|(name, value)| (name.to_owned(), value)).to_vec()
    }
}
