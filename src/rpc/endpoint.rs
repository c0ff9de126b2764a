//! The origin of a call: scheme, host and port, read more strictly than a browser does.

use std::error::Error;
use std::fmt;
use std::str::FromStr;

pub(crate) use super::region::is_in_known_area;
pub use super::region::{AREAS, Network, is_region_id};
use super::text::{concat, number, parse_number, split, split_once, split_once_at_last};

/// An origin that a request may be sent to: scheme, host, and the port unless it is the scheme's default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    scheme: Scheme,
    host: String,
    port: Option<u16>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    Http,
    Https,
}

/// Why a string is not an origin that can be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidEndpoint {
    /// Not of the form `scheme://host[:port]`.
    Form,
    /// Neither `https:` nor, for a loopback host, `http:`.
    Scheme,
    /// Not a DNS name, an IPv4 address or `[::1]`.
    Host,
    /// Not a port from 1 to 65535.
    Port,
}

impl InvalidEndpoint {
    /// Returns the rest of a sentence after the name of the endpoint.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Form => "must be an origin of the form https://host[:port], without path, query or user name",
            Self::Scheme => "must begin with https:// (http:// only for localhost, 127.0.0.1 and [::1])",
            Self::Host => "must have a host in ASCII: a DNS name, an IPv4 address or [::1]",
            Self::Port => "must have a port from 1 to 65535, or none",
        }
    }
}

impl fmt::Display for InvalidEndpoint {
    /// Writes a whole sentence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "The endpoint {}.", self.message())
    }
}

impl Error for InvalidEndpoint {}

/// The longest label of a DNS name.
pub(crate) const MAX_LABEL: usize = 63;

impl Endpoint {
    /// Reads an origin, with or without a slash at its end. Plain `http:` is taken only for loopback hosts.
    ///
    /// # Errors
    /// [`InvalidEndpoint`] names the part that is wrong.
    pub fn parse(origin: &str) -> Result<Self, InvalidEndpoint> {
        let (scheme, rest) = split_once(origin, "://").ok_or(InvalidEndpoint::Form)?;
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        if authority.bytes().any(|byte| matches!(byte, b'/' | b'?' | b'#' | b'@' | b'\\')) {
            return Err(InvalidEndpoint::Form);
        }
        let (host, port) = split_port(authority);
        let endpoint = Self {
            scheme: parse_scheme(scheme).ok_or(InvalidEndpoint::Scheme)?,
            host: parse_host(host).ok_or(InvalidEndpoint::Host)?,
            port: port.map(|port| parse_port(port).ok_or(InvalidEndpoint::Port)).transpose()?,
        };
        if endpoint.scheme == Scheme::Http && !endpoint.is_loopback() {
            return Err(InvalidEndpoint::Scheme);
        }
        Ok(endpoint.normalized())
    }

    pub(crate) fn from_parts(scheme: Scheme, host: String, port: Option<u16>) -> Self {
        Self { scheme, host, port }.normalized()
    }

    fn normalized(self) -> Self {
        let default = match self.scheme {
            Scheme::Http => 80,
            Scheme::Https => 443,
        };
        Self { port: self.port.filter(|port| *port != default), ..self }
    }

    /// Returns whether the host is this machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.host == "localhost" || self.host == "[::1]" || self.host.starts_with("127.") && is_ipv4(&self.host)
    }

    pub(crate) fn is_encrypted(&self) -> bool {
        self.scheme == Scheme::Https
    }

    pub(crate) fn has_port(&self) -> bool {
        self.port.is_some()
    }

    /// Returns the origin without a final slash.
    #[must_use]
    pub(crate) fn origin(&self) -> String {
        let scheme = match self.scheme {
            Scheme::Http => "http://",
            Scheme::Https => "https://",
        };
        let port = self.port.map_or(String::new(), |port| concat(&[":", &number(port.into())]));
        concat(&[scheme, &self.host, &port])
    }

    /// Returns the host in lower case.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }
}

impl fmt::Display for Endpoint {
    /// Writes the origin without a final slash.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin())
    }
}

impl FromStr for Endpoint {
    type Err = InvalidEndpoint;

    /// Reads an origin as [`Endpoint::parse`] does.
    fn from_str(origin: &str) -> Result<Self, InvalidEndpoint> {
        Self::parse(origin)
    }
}

pub(crate) fn parse_scheme(text: &str) -> Option<Scheme> {
    if text.eq_ignore_ascii_case("https") {
        Some(Scheme::Https)
    } else {
        text.eq_ignore_ascii_case("http").then_some(Scheme::Http)
    }
}

/// Splits the port off an authority without user name. `[::1]` keeps its colons.
pub(crate) fn split_port(authority: &str) -> (&str, Option<&str>) {
    match split_once_at_last(authority, b':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    }
}

/// Returns the host in lower case; `None` for one that a browser would rewrite to another host.
pub(crate) fn parse_host(text: &str) -> Option<String> {
    let host = text.to_ascii_lowercase();
    let last = split_once_at_last(&host, b'.').map_or(&*host, |(_, label)| label);
    // A browser reads a name whose last label is a number as an IPv4 address: 127.1 and 0x7f.0.0.1 are both loopback.
    let numeric = last.bytes().all(|byte| byte.is_ascii_digit()) || last.starts_with("0x");
    let taken = if numeric { is_ipv4(&host) } else { host == "[::1]" || is_dns_name(&host) };
    taken.then_some(host)
}

pub(crate) fn parse_port(text: &str) -> Option<u16> {
    let canonical = !text.starts_with('0');
    canonical.then(|| parse_number(text)?.try_into().ok()).flatten()
}

fn is_dns_name(host: &str) -> bool {
    host.len() <= 253
        && split(host, ".").all(|label| {
            (1..=MAX_LABEL).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
}

fn is_ipv4(host: &str) -> bool {
    let octet = |part: &str| parse_octet(part).is_some();
    split(host, ".").count() == 4 && split(host, ".").all(octet)
}

fn parse_octet(text: &str) -> Option<u8> {
    let canonical = text == "0" || !text.starts_with('0');
    canonical.then(|| parse_number(text)?.try_into().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_sentences() {
        let error = "http://a".parse::<Endpoint>().unwrap_err();
        assert!(error.to_string().starts_with("The endpoint must begin with https://"), "{error}");
    }

    #[test]
    fn plain_http_needs_a_loopback_host() {
        for origin in ["http://localhost", "http://127.0.0.1:8787", "http://127.9.9.9", "http://[::1]:1"] {
            assert!(Endpoint::parse(origin).is_ok(), "{origin}");
        }
        for origin in [
            "http://oos.cn-hangzhou.aliyuncs.com",
            "http://127.0.0.1.example",
            "http://localhost.example",
            "ftp://localhost",
        ] {
            assert_eq!(Endpoint::parse(origin), Err(InvalidEndpoint::Scheme), "{origin}");
        }
    }

    #[test]
    fn non_origins_are_refused() {
        use InvalidEndpoint::{Form, Host, Port};
        for (origin, error) in [
            ("", Form),
            ("oos.example.com", Form),
            ("https://a@b", Form),
            ("https://a/b", Form),
            ("https://a?b", Form),
            ("https://a//", Form),
            ("https://a\\b", Form),
            ("https://", Host),
            ("https://a..b", Host),
            ("https://a.", Host),
            ("https://ü.example", Host),
            ("https://a b", Host),
            ("https://-a", Host),
            ("https://127.1", Host),
            ("https://0x7f.0.0.1", Host),
            ("https://1.2.3.0x4", Host),
            ("https://256.1.1.1", Host),
            ("https://01.1.1.1", Host),
            ("https://[::2]", Host),
            ("https://a:", Port),
            ("https://a:0", Port),
            ("https://a:0443", Port),
            ("https://a:65536", Port),
            ("https://a:+1", Port),
        ] {
            assert_eq!(Endpoint::parse(origin), Err(error), "{origin:?}");
            assert!(error.message().starts_with("must "), "it follows what it is about");
        }
    }
}
