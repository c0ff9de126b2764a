//! Finds out why a signature was refused, by comparing the StringToSign that the server echoes with the client's. The echo
//! never leaves this module.
//!
//! Source of the echo: `signature_does_not_match_wrapper.go` of `alibaba-cloud-sdk-go`; of its comparison: that file and
//! `client.py` of `aliyun-python-sdk-core`, which split the message at its first colon.

use crate::rpc::encode::decode;
use crate::rpc::operation::{Parameter, Source, merged};
use crate::rpc::text::{find, split, split_once};

/// The result of the comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Diagnosis {
    /// The strings are equal, so the AccessKeySecret does not belong to the AccessKeyId.
    WrongSecret,
    /// The server received a request other than the one that was sent.
    Differs(Difference),
}

/// The first difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// The HTTP method.
    Method,
    /// The parameter of this name: changed, removed or added on the way.
    Parameter(&'static str),
    /// Something other than a parameter of the client.
    Other,
}

impl Difference {
    /// Returns `method` or the name of the parameter.
    #[must_use]
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Self::Method => Some("method"),
            Self::Parameter(name) => Some(name),
            Self::Other => None,
        }
    }
}

const MARKER: &str = "string to sign is:";

/// Compares the echo in `message` with what we signed; `None` if there is no echo. `own` are the operation's own parameters.
#[must_use]
pub fn diagnose(message: &str, string_to_sign: &str, own: &'static [Parameter]) -> Option<Diagnosis> {
    let start = find(&message.to_ascii_lowercase(), MARKER)? + MARKER.len();
    let echo = message.get(start..)?.trim_ascii();
    if echo.is_empty() {
        return None;
    }
    if echo == string_to_sign {
        return Some(Diagnosis::WrongSecret);
    }
    Some(Diagnosis::Differs(first_difference(echo, string_to_sign, own)))
}

fn first_difference(theirs: &str, ours: &str, own: &'static [Parameter]) -> Difference {
    let (Some((their_method, their_query)), Some((our_method, our_query))) =
        (method_and_query(theirs), method_and_query(ours))
    else {
        return Difference::Other;
    };
    if their_method != our_method {
        return Difference::Method;
    }
    let mut signed = merged(own).filter(|parameter| parameter.source != Source::Unsigned);
    let named = signed.find(|Parameter { name, .. }| values(their_query, name).ne(values(our_query, name)));
    named.map_or(Difference::Other, |parameter| Difference::Parameter(parameter.name))
}

/// Returns the method and the encoded canonical query of `METHOD&%2F&query`.
fn method_and_query(string_to_sign: &str) -> Option<(&str, &str)> {
    let (method, rest) = split_once(string_to_sign, "&")?;
    let (_, query) = split_once(rest, "&")?;
    Some((method, query))
}

/// Returns every value of a parameter, still encoded.
fn values<'a>(query: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    split(query, "%26").filter_map(move |pair| {
        let (found, value) = split_once(pair, "%3D")?;
        let same = decode(found).is_ok_and(|found| found == name);
        same.then_some(value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rpc::limits::not_empty;

    static OWN: [Parameter; 1] = [Parameter::required("ExecutionId", not_empty)];

    const OURS: &str = "POST&%2F&AccessKeyId%3Dtestid%26Action%3DCancelExecution%26ExecutionId%3Dexec-1%26SecurityToken%3Dt0ken%26Timestamp%3D2024-05-06T07%253A08%253A09Z";

    fn echoed(text: &str) -> Option<Diagnosis> {
        diagnose(
            &format!("Specified signature is not matched with our calculation. server string to sign is:{text}"),
            OURS,
            &OWN,
        )
    }

    #[test]
    fn equal_strings_mean_a_wrong_secret() {
        assert_eq!(echoed(OURS), Some(Diagnosis::WrongSecret));
    }

    #[test]
    fn first_difference_is_named() {
        use Difference::{Method, Other, Parameter};
        for (from, to, difference) in [
            ("POST&", "GET&", Method),
            ("exec-1", "exec-2", Parameter("ExecutionId")),
            ("%26SecurityToken%3Dt0ken", "", Parameter("SecurityToken")),
            ("%26Timestamp", "%26RegionId%3Dx%26Timestamp", Parameter("RegionId")),
            ("Action%3DCancelExecution", "Action%3DCancelExecution%26Action%3DX", Parameter("Action")),
            ("%26Timestamp", "%26Debug%3D1%26Timestamp", Other),
            ("POST&%2F&", "POST", Other),
        ] {
            assert_eq!(echoed(&OURS.replace(from, to)), Some(Diagnosis::Differs(difference)), "{to}");
        }
    }

    #[test]
    fn without_an_echo_there_is_no_diagnosis() {
        assert_eq!(diagnose("Specified signature is not matched with our calculation.", OURS, &OWN), None);
        assert_eq!(diagnose("server string to sign is: ", OURS, &OWN), None);
    }

    #[test]
    fn diagnosis_contains_nothing_of_the_echo() {
        let text = format!("{:?} {:?}", echoed(OURS), echoed(&OURS.replace("t0ken", "t0ken2")));
        assert!(!text.contains("t0ken") && !text.contains("testid"), "{text}");
    }
}
