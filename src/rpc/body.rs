//! The body of a response, as a host passes it on.

/// A JSON value, in the detail that the envelope of a response needs.
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

/// Why a body cannot be read, or is not a response of OOS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyFault {
    /// The body is empty.
    EmptyBody,
    /// Not JSON: a proxy's page, or truncated JSON.
    NotJson,
    /// JSON, but not an object of OOS: other members, or members of other types.
    WrongShape,
    /// Larger than any response of OOS.
    BodyTooLarge,
    /// The connection ended before the body did.
    BodyCutOff,
    /// An object without RequestId.
    MissingRequestId,
    /// A failure without Code.
    MissingCode,
}

impl BodyFault {
    /// Every fault, in the order of the declaration.
    pub const ALL: &'static [Self] = &[
        Self::EmptyBody,
        Self::NotJson,
        Self::WrongShape,
        Self::BodyTooLarge,
        Self::BodyCutOff,
        Self::MissingRequestId,
        Self::MissingCode,
    ];

    /// Returns the stable code of the fault.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EmptyBody => "EmptyBody",
            Self::NotJson => "NotJson",
            Self::WrongShape => "WrongShape",
            Self::BodyTooLarge => "BodyTooLarge",
            Self::BodyCutOff => "BodyCutOff",
            Self::MissingRequestId => "MissingRequestId",
            Self::MissingCode => "MissingCode",
        }
    }

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
        }
    }
}
