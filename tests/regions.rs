//! Region ids: which are taken, which hosts follow from them, and what a parser of the URL standard makes of those.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests are tests")]

use oos_cancel::rpc::endpoint::{Endpoint, Network, is_region_id};
use proptest::prelude::*;

/// Every region that OOS's own metadata names, and a region of the government cloud.
const DOCUMENTED: &str = "cn-qingdao cn-beijing cn-zhangjiakou cn-huhehaote cn-wulanchabu cn-hangzhou cn-shanghai \
    cn-nanjing cn-fuzhou cn-shenzhen cn-heyuan cn-guangzhou cn-chengdu cn-wuhan-lr cn-zhengzhou-jva cn-hongkong \
    ap-northeast-1 ap-northeast-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-5 ap-southeast-6 \
    ap-southeast-7 ap-southeast-8 ap-south-1 us-east-1 us-west-1 us-southeast-1 na-south-1 eu-west-1 eu-central-1 \
    me-east-1 me-central-1 cn-hangzhou-finance cn-shanghai-finance-1 cn-shenzhen-finance-1 cn-beijing-finance-1 \
    cn-heyuan-acdr-1 cn-wulanchabu-gic-1 cn-north-2-gov-1";

/// The host of `region` by the rule, read as an origin that somebody named.
fn named(region: &str) -> Endpoint {
    Endpoint::parse(&format!("https://oos.{region}.aliyuncs.com")).unwrap()
}

/// What a browser would do with the endpoint of a region that is taken.
fn standard_agrees(region: &str) {
    for network in [Network::Public, Network::Vpc] {
        let endpoint = Endpoint::regional(region, network).unwrap();
        let url = format!("{endpoint}/");
        let standard = url::Url::parse(&url).unwrap_or_else(|error| panic!("{url}: {error}"));
        assert_eq!(standard.as_str(), url);
        assert_eq!(Endpoint::parse(&url).unwrap(), endpoint);
        assert!(endpoint.is_regional(), "{url}");
    }
}

#[test]
fn documented_regions_have_their_endpoints() {
    for region in DOCUMENTED.split_whitespace() {
        assert!(is_region_id(region), "{region}");
        standard_agrees(region);
    }
}

#[test]
fn region_with_an_empty_or_rewritten_label_is_refused() {
    for region in [
        "cn--hangzhou",
        "cn-hangzhou--1",
        "cn-hangzhou-",
        "cn--",
        "cn-",
        "-cn-hangzhou",
        "xn--hangzhou",
        "xn--80ak6aa92e",
        "cn-xn--a",
        "ab--cd",
        "CN-hangzhou",
        "cn-Hangzhou",
        "cn-hangzhou\n",
        " cn-hangzhou",
        "cn-hangzhou ",
        "cn-hang\u{ad}zhou",
        "cn-hangzhou\u{200b}",
        "cn\u{2010}hangzhou",
        "ｃn-hangzhou",
        "cn-hаngzhou",
        "cn-hangzhou.",
        "cn.hangzhou",
        "cn-hangzhou/",
        "cn-hangzhou#",
        "cn-hangzhou:443",
        "cn-hangzhou@evil",
        "cn-hangzhou%2e",
        "c-hangzhou",
        "1n-hangzhou",
        "cn",
        "",
    ] {
        assert!(!is_region_id(region), "{region:?}");
        assert_eq!(Endpoint::regional(region, Network::Public), None, "{region:?}");
    }
    assert!(is_region_id(&format!("cn-{}", "a".repeat(60))));
    assert!(!is_region_id(&format!("cn-{}", "a".repeat(61))));
}

#[test]
fn hosts_in_zones_of_other_products_are_not_trusted() {
    for zone in [
        "mq-internet",
        "mq-internet-access",
        "dh-cn-hangzhou",
        "mq-cn-hangzhou",
        "fc-cn-hangzhou",
        "oss-cn-hangzhou",
        "oss-ap-southeast-1",
        "oss-us-west-1-internal",
        "cn-hangzhou-internal",
        "cn-hangzhou-intranet",
        "cn-hangzhou-vpc",
        "cn-hangzhou-internal-vpc",
        "cn-internet",
        "cn-cn-hangzhou",
        "ap-cn-hangzhou",
        "xx-hangzhou-1",
        "zz-central-1",
        "db-cn-1",
        "sls-pub",
        "datahub",
    ] {
        assert!(!named(zone).is_regional(), "{zone}");
        assert_eq!(Endpoint::regional(zone, Network::Public), None, "{zone}");
        let vpc = Endpoint::parse(&format!("https://oos-vpc.{zone}.aliyuncs.com")).unwrap();
        assert!(!vpc.is_regional(), "{zone}");
    }
}

#[test]
fn generated_region_ids_are_refused_or_unchanged_by_the_url_standard() {
    const LETTERS: &[u8] = b"acdgnrsuxz-019-";
    let mut state = 0x9E37_79B9_u32;
    let mut random = move |most: usize| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as usize % most
    };
    let mut taken = 0;
    for _ in 0..60_000 {
        let area = ["cn", "ap", "us", "eu", "me", "na", "xn", "mq"][random(8)];
        let name: String = (0..=random(24)).map(|_| char::from(LETTERS[random(LETTERS.len())])).collect();
        let region = format!("{area}-{name}");
        if Endpoint::regional(&region, Network::Public).is_some() {
            taken += 1;
            standard_agrees(&region);
            assert!(!region.contains("--") && !region.ends_with('-'), "{region}");
        }
    }
    assert!(taken > 5_000, "{taken}");
}

proptest! {
    #[test]
    fn accepted_region_ids_are_unchanged_by_the_url_standard(region in "(cn|ap|us|eu|me|na|[a-z]{1,4})(-[a-z0-9-]{0,12}){0,4}") {
        if Endpoint::regional(&region, Network::Public).is_some() {
            standard_agrees(&region);
        }
        if let Ok(endpoint) = Endpoint::parse(&format!("https://oos.{region}.aliyuncs.com")) {
            prop_assert_eq!(endpoint.is_regional(), Endpoint::regional(&region, Network::Public).is_some());
        }
    }
}
