//! Origins that may use the control interface beside the emulator's own.

use std::{error::Error, fmt, str::FromStr};

use axum::http::Uri;

/// An origin whose pages may use the control interface, or `*` for every origin.
///
/// A page of such an origin can read the log, change the behaviour and reset the state. Name the origins of test
/// pages only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedOrigin(String);

/// A text that is neither `*` nor an origin.
#[derive(Debug)]
pub struct InvalidOrigin;

impl AllowedOrigin {
    pub(crate) fn is_any(&self) -> bool {
        self.0 == "*"
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for AllowedOrigin {
    type Err = InvalidOrigin;

    /// Parses the form that browsers send: scheme, host, and the port unless it is the default one.
    fn from_str(text: &str) -> Result<Self, InvalidOrigin> {
        if text == "*" {
            return Ok(Self(text.to_owned()));
        }
        let uri: Uri = text.parse().map_err(|_| InvalidOrigin)?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(InvalidOrigin);
        };
        let origin = format!("{scheme}://{authority}").to_ascii_lowercase();
        let plain = authority.as_str().bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte));
        if matches!(scheme, "http" | "https") && plain && origin == text {
            Ok(Self(origin))
        } else {
            Err(InvalidOrigin)
        }
    }
}

impl fmt::Display for AllowedOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_any() { "every origin" } else { &self.0 })
    }
}

impl fmt::Display for InvalidOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "Not an origin. Write it as a browser sends it, such as http://127.0.0.1:3000, or * for every origin.",
        )
    }
}

impl Error for InvalidOrigin {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origin_is_parsed_only_in_the_form_that_browsers_send() {
        for good in ["*", "http://127.0.0.1:3000", "https://ci.example", "http://[::1]:8080", "http://localhost"] {
            assert_eq!(good.parse::<AllowedOrigin>().unwrap().as_str(), good);
        }
        for bad in [
            "",
            "null",
            "localhost",
            "127.0.0.1:3000",
            "http://",
            "http://localhost/",
            "http://localhost/page",
            "http://localhost?x",
            "http://u@localhost",
            "HTTP://localhost",
            "http://LOCALHOST",
            "http://*",
            "http://*.example",
            "ftp://localhost",
            "http://a, http://b",
            " http://localhost",
        ] {
            assert!(bad.parse::<AllowedOrigin>().is_err(), "{bad}");
        }
    }
}
