//! Which origin is called, and which origins may be trusted.
//!
//! The rule is `https://oos[-vpc].<RegionId>.aliyuncs.com`, without exception in any list. Source: the endpoint rule
//! `regional` in `alibabacloud-oos20190601` 3.7.0, and the vendor's integration overview, which names both forms.

use std::fmt;

use super::text::{concat, number, parse_number, split, split_once, split_once_at_last};

/// Which of a region's two hosts is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Network {
    /// `oos.<RegionId>.aliyuncs.com`
    Public,
    /// `oos-vpc.<RegionId>.aliyuncs.com`, reachable from within a VPC.
    Vpc,
}

/// An origin that a request may be sent to: scheme, host, and the port unless it is the scheme's default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    scheme: Scheme,
    host: String,
    port: Option<u16>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scheme {
    Http,
    Https,
}

/// Why a text is not an origin that can be called.
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
    /// A sentence for people.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Form => "must be an origin of the form https://host[:port], without path, query or user name",
            Self::Scheme => "must begin with https:// (http:// only for localhost, 127.0.0.1 and [::1])",
            Self::Host => "must name a host in ASCII: a DNS name, an IPv4 address or [::1]",
            Self::Port => "must have a port from 1 to 65535, or none",
        }
    }
}

const DOMAIN: &str = ".aliyuncs.com";

impl Endpoint {
    /// The endpoint of a region by the rule; `None` unless [`is_region_id`].
    #[must_use]
    pub fn regional(region_id: &str, network: Network) -> Option<Self> {
        if !is_region_id(region_id) {
            return None;
        }
        let prefix = match network {
            Network::Public => "oos.",
            Network::Vpc => "oos-vpc.",
        };
        Some(Self { scheme: Scheme::Https, host: concat(&[prefix, region_id, DOMAIN]), port: None })
    }

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

    pub(super) fn from_parts(scheme: Scheme, host: String, port: Option<u16>) -> Self {
        Self { scheme, host, port }.normalized()
    }

    fn normalized(self) -> Self {
        let default = match self.scheme {
            Scheme::Http => 80,
            Scheme::Https => 443,
        };
        Self { port: self.port.filter(|port| *port != default), ..self }
    }

    /// The region of a host that the rule makes, whatever the scheme and the port.
    #[must_use]
    pub fn region_id(&self) -> Option<&str> {
        let labels = self.host.strip_prefix("oos.").or_else(|| self.host.strip_prefix("oos-vpc."))?;
        labels.strip_suffix(DOMAIN).filter(|region_id| is_region_id(region_id))
    }

    /// Whether this is an origin of the rule, and so trusted without being named.
    #[must_use]
    pub fn is_regional(&self) -> bool {
        self.scheme == Scheme::Https && self.port.is_none() && self.region_id().is_some()
    }

    /// Whether the host is this machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.host == "localhost" || self.host == "[::1]" || self.host.starts_with("127.") && is_ipv4(&self.host)
    }

    pub(super) fn is_encrypted(&self) -> bool {
        self.scheme == Scheme::Https
    }

    pub(super) fn has_port(&self) -> bool {
        self.port.is_some()
    }

    /// The origin, without a slash at its end.
    #[must_use]
    pub(crate) fn origin(&self) -> String {
        let scheme = match self.scheme {
            Scheme::Http => "http://",
            Scheme::Https => "https://",
        };
        let port = self.port.map_or(String::new(), |port| concat(&[":", &number(port.into())]));
        concat(&[scheme, &self.host, &port])
    }

    /// The host, in lower case.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }
}

impl fmt::Display for Endpoint {
    /// Writes the origin, without a slash at its end.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin())
    }
}

/// Whether a text has the shape of a region id: two lower-case letters, then lower-case letters, digits and hyphens,
/// such as `cn-hangzhou` or `cn-wuhan-lr`. New regions appear, so there is no list.
///
/// The two letters matter: `oos.oss-cn-hangzhou.aliyuncs.com` is not OOS but the bucket `oos` of whoever made it in OSS.
#[must_use]
pub fn is_region_id(text: &str) -> bool {
    let mut bytes = text.bytes();
    let letters = [bytes.next(), bytes.next()].iter().all(|byte| byte.is_some_and(|byte| byte.is_ascii_lowercase()));
    letters
        && bytes.next() == Some(b'-')
        && (4..=63).contains(&text.len())
        && !text.ends_with('-')
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

pub(super) fn parse_scheme(text: &str) -> Option<Scheme> {
    if text.eq_ignore_ascii_case("https") {
        Some(Scheme::Https)
    } else {
        text.eq_ignore_ascii_case("http").then_some(Scheme::Http)
    }
}

/// Splits the port off an authority without user name. `[::1]` keeps its colons.
pub(super) fn split_port(authority: &str) -> (&str, Option<&str>) {
    match split_once_at_last(authority, b':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    }
}

/// The host in lower case; `None` for what a browser would rewrite into another host.
pub(super) fn parse_host(text: &str) -> Option<String> {
    let host = text.to_ascii_lowercase();
    let last = split_once_at_last(&host, b'.').map_or(&*host, |(_, label)| label);
    // A browser reads a name whose last label is a number as an IPv4 address: 127.1 and 0x7f.0.0.1 are both loopback.
    let numeric = last.bytes().all(|byte| byte.is_ascii_digit()) || last.starts_with("0x");
    let taken = if numeric { is_ipv4(&host) } else { host == "[::1]" || is_dns_name(&host) };
    taken.then_some(host)
}

pub(super) fn parse_port(text: &str) -> Option<u16> {
    let canonical = !text.starts_with('0');
    canonical.then(|| parse_number(text)?.try_into().ok()).flatten()
}

fn is_dns_name(host: &str) -> bool {
    host.len() <= 253
        && split(host, ".").all(|label| {
            (1..=63).contains(&label.len())
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
    fn regions_follow_the_rule() {
        for (region, network, origin) in [
            ("cn-hangzhou", Network::Public, "https://oos.cn-hangzhou.aliyuncs.com"),
            ("cn-hangzhou-finance", Network::Vpc, "https://oos-vpc.cn-hangzhou-finance.aliyuncs.com"),
            ("ap-southeast-8", Network::Public, "https://oos.ap-southeast-8.aliyuncs.com"),
        ] {
            let endpoint = Endpoint::regional(region, network).unwrap();
            assert_eq!(endpoint.to_string(), origin);
            assert!(endpoint.is_regional());
            assert_eq!(Endpoint::parse(origin), Ok(endpoint));
        }
    }

    #[test]
    fn region_ids_have_a_shape() {
        for region in ["cn-x", "cn-wuhan-lr", "cn-heyuan-acdr-1", "cn-north-2-gov-1", "me-central-1"] {
            assert!(is_region_id(region), "{region}");
        }
        for region in [
            "",
            "cn",
            "cn-",
            "c1-x",
            "CN-x",
            "cn-hangzhou.evil",
            "oss-cn-hangzhou",
            "cn_hangzhou",
            "cn-hangzhou-",
            "cn-ha/gzhou",
        ] {
            assert!(!is_region_id(region), "{region}");
        }
        assert!(is_region_id(&format!("cn-{}", "a".repeat(60))));
        assert!(!is_region_id(&format!("cn-{}", "a".repeat(61))));
        assert_eq!(Endpoint::regional("cn-hangzhou.evil", Network::Public), None);
    }

    #[test]
    fn only_the_rule_is_trusted() {
        for origin in [
            "https://oos.cn-hangzhou.aliyuncs.com:8443",
            "https://oos.cn-hangzhou.aliyuncs.com.evil.example",
            "https://evil-oos.cn-hangzhou.aliyuncs.com",
            "https://oos.oss-cn-hangzhou.aliyuncs.com",
            "https://oos.cn-hangzhou.log.aliyuncs.com",
            "https://ecs.cn-hangzhou.aliyuncs.com",
            "https://oos.aliyuncs.com",
            "http://127.0.0.1:8787",
        ] {
            assert!(!Endpoint::parse(origin).unwrap().is_regional(), "{origin}");
        }
        assert!(Endpoint::parse("HTTPS://OOS.CN-Hangzhou.aliyuncs.com:443/").unwrap().is_regional());
    }

    #[test]
    fn plain_http_only_on_this_machine() {
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
    fn refuses_what_is_not_an_origin() {
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
