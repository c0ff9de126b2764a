//! The regions of OOS and their hosts, the origins that are trusted by rule.
//!
//! The rule is `https://oos[-vpc].<RegionId>.aliyuncs.com`, without exception in any list. Source: the endpoint rule
//! `regional` in `alibabacloud-oos20190601` 3.7.0, and the vendor's integration overview, which names both forms.
//!
//! It is here and not in `oos`, since the RegionId is a parameter of every RPC request, and a signed request must not go to the
//! host of another region.

use super::endpoint::{Endpoint, MAX_LABEL, Scheme};
use super::text::{concat, split, split_once};

/// The network of a region's host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Network {
    /// `oos.<RegionId>.aliyuncs.com`
    Public,
    /// `oos-vpc.<RegionId>.aliyuncs.com`, reachable from within a VPC.
    Vpc,
}

const DOMAIN: &str = ".aliyuncs.com";

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
        Some(Self::from_parts(Scheme::Https, concat(&[prefix, region_id, DOMAIN]), None))
    }

    /// Returns the region of a host of the rule's form, whatever the area, the scheme and the port.
    #[must_use]
    pub fn region_id(&self) -> Option<&str> {
        self.zone().filter(|zone| is_region_id(zone))
    }

    /// Returns what a host of the rule's form has in the place of the region.
    fn zone(&self) -> Option<&str> {
        let zone = self.host().strip_prefix("oos.").or_else(|| self.host().strip_prefix("oos-vpc."))?;
        zone.strip_suffix(DOMAIN)
    }

    /// Returns whether the host is of another region than this one.
    pub(super) fn is_of_another_region(&self, region_id: &str) -> bool {
        self.zone().is_some_and(|zone| zone != region_id && is_region_id(zone))
    }

    /// Returns whether this is an origin of OOS, which is trusted by rule.
    #[must_use]
    pub fn is_regional(&self) -> bool {
        self.is_encrypted() && !self.has_port() && self.is_of_oos()
    }

    /// Returns whether the rule makes this host, whatever the scheme and the port.
    pub(crate) fn is_of_oos(&self) -> bool {
        self.zone().is_some_and(is_in_known_area)
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
}
