//! The origin of a call, and the origins that are trusted.
//!
//! The rule is `https://oos[-vpc].<RegionId>.aliyuncs.com`, without exception in any list. Source: the endpoint rule
//! `regional` in `alibabacloud-oos20190601` 3.7.0, and the vendor's integration overview, which names both forms.

use std::error::Error;
use std::fmt;
use std::str::FromStr;

use super::text::{concat, number, parse_number, split, split_once, split_once_at_last};

/// The network of a region's host.
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

const DOMAIN: &str = ".aliyuncs.com";

/// The longest label of a DNS name.
pub(crate) const MAX_LABEL: usize = 63;

/// The areas that the regions of OOS begin with.
///
/// A host is trusted by rule only in one of these; that of a region in a new area must be passed as an endpoint. Source: the 40
/// regions in the vendor's OpenAPI metadata of the product `oos` (`api-docs.php` and `products.json`, late 2025).
pub const AREAS: [&str; 6] = ["ap", "cn", "eu", "me", "na", "us"];

/// Words that other products of the vendor use in their zones, such as `mq-internet` or `cn-hangzhou-internal`. No region
/// has one of them in its id.
const WORDS_OF_ZONES: [&str; 6] = ["access", "inner", "internal", "internet", "intranet", "vpc"];

impl Endpoint {
    /// Returns the endpoint of a region by the rule; `None` unless the text is a region id of one of the [`AREAS`].
    #[must_use]
    pub fn regional(region_id: &str, network: Network) -> Option<Self> {
        if !is_in_known_area(region_id) {
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

    /// Returns the region of a host of the rule's form, whatever the area, the scheme and the port.
    #[must_use]
    pub fn region_id(&self) -> Option<&str> {
        self.zone().filter(|zone| is_region_id(zone))
    }

    /// Returns what a host of the rule's form has in the place of the region.
    fn zone(&self) -> Option<&str> {
        let zone = self.host.strip_prefix("oos.").or_else(|| self.host.strip_prefix("oos-vpc."))?;
        zone.strip_suffix(DOMAIN)
    }

    /// Returns whether the host is of another region than this one.
    pub(crate) fn is_of_another_region(&self, region_id: &str) -> bool {
        self.zone().is_some_and(|zone| zone != region_id && is_region_id(zone))
    }

    /// Returns whether this is an origin of OOS, which is trusted by rule.
    #[must_use]
    pub fn is_regional(&self) -> bool {
        self.scheme == Scheme::Https && self.port.is_none() && self.is_of_oos()
    }

    /// Returns whether the rule makes this host, whatever the scheme and the port.
    pub(crate) fn is_of_oos(&self) -> bool {
        self.zone().is_some_and(is_in_known_area)
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

/// Returns whether a text has the form of a region id: an area of two letters and one word at least, joined by single
/// hyphens, in lower-case letters and digits, such as `cn-hangzhou` or `cn-north-2-gov-1`. There is no list of regions,
/// since new ones appear.
///
/// The form is narrow because it decides which hosts are trusted. `oos.oss-cn-hangzhou.aliyuncs.com` is not OOS but a bucket
/// of OSS with the name `oos`, which any customer can create. A label that begins with `xn--` makes browsers read another
/// host.
#[must_use]
pub fn is_region_id(text: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty()
            && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
            && !WORDS_OF_ZONES.contains(&word)
    };
    let Some((area, name)) = split_once(text, "-") else { return false };
    // `dh-cn-hangzhou` is DataHub in cn-hangzhou.
    let names_another_area = split(name, "-").next().is_some_and(|word| AREAS.contains(&word));
    text.len() <= MAX_LABEL
        && area.len() == 2
        && area.bytes().all(|byte| byte.is_ascii_lowercase())
        && !names_another_area
        && split(name, "-").all(is_word)
}

/// Returns whether a text is a region id of one of the [`AREAS`].
pub(crate) fn is_in_known_area(text: &str) -> bool {
    is_region_id(text) && split_once(text, "-").is_some_and(|(area, _)| AREAS.contains(&area))
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
    fn regional_endpoints_follow_the_rule() {
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
    fn region_of_an_unknown_area_has_no_endpoint() {
        assert!(is_region_id("xx-central-1"));
        assert_eq!(Endpoint::regional("xx-central-1", Network::Public), None);
        let named: Endpoint = "https://oos.xx-central-1.aliyuncs.com".parse().unwrap();
        assert_eq!(named.region_id(), Some("xx-central-1"));
        assert!(!named.is_regional());
    }

    #[test]
    fn errors_are_sentences() {
        let error = "http://a".parse::<Endpoint>().unwrap_err();
        assert!(error.to_string().starts_with("The endpoint must begin with https://"), "{error}");
    }

    #[test]
    fn only_regional_origins_are_trusted() {
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
