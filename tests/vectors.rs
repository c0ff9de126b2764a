//! The documented signature vectors, every stage apart; natively and in browsers from this one source.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests"
)]

use oos_cancel::oos::cancel_execution::CancelExecution;
use oos_cancel::rpc::credentials::Credentials;
use oos_cancel::rpc::encode::{canonical_query, decode, encode};
use oos_cancel::rpc::endpoint::{Endpoint, Network};
use oos_cancel::rpc::signature::{Method, SigningKey, parse_signature, string_to_sign};
use oos_cancel::rpc::timestamp::Timestamp;
use serde_json::Value;
use wasm_bindgen_test::wasm_bindgen_test;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

fn documented() -> Value {
    serde_json::from_str(include_str!("vectors/documented.json")).unwrap()
}

fn method(vector: &Value) -> Method {
    match vector["httpMethod"].as_str().unwrap() {
        "GET" => Method::Get,
        "POST" => Method::Post,
        other => panic!("{other}"),
    }
}

fn parameters(vector: &Value) -> Vec<(&str, &str)> {
    vector["params"].as_object().unwrap().iter().map(|(name, value)| (name.as_str(), value.as_str().unwrap())).collect()
}

/// Canonical query, StringToSign and signature, each compared before the next is made from the documented one.
#[wasm_bindgen_test(unsupported = test)]
fn every_vector_matches_at_every_stage() {
    let vectors = documented();
    let vectors = vectors["rpcV1"].as_array().unwrap();
    assert_eq!(vectors.len(), 18);
    for vector in vectors {
        let id = vector["id"].as_str().unwrap();
        let query = canonical_query(&parameters(vector));
        assert_eq!(*query, vector["canonicalizedQuery"], "{id}: canonical query");
        let text = string_to_sign(method(vector), vector["canonicalizedQuery"].as_str().unwrap());
        assert_eq!(*text, vector["stringToSign"], "{id}: StringToSign");
        let key = SigningKey::new(vector["accessKeySecret"].as_str().unwrap());
        let signature = key.sign(vector["stringToSign"].as_str().unwrap());
        assert_eq!(signature, vector["signature"], "{id}: signature");
        assert_eq!(encode(&signature), vector["signaturePercentEncoded"], "{id}: encoded signature");
        assert!(key.verify(&text, &parse_signature(&signature).unwrap()), "{id}: verified");
    }
}

/// The vectors that are this very operation with nothing added, through the front door.
#[wasm_bindgen_test(unsupported = test)]
fn cancel_execution_signs_like_the_sdks() {
    let vectors = documented();
    let mut fitting = 0;
    for vector in vectors["rpcV1"].as_array().unwrap() {
        let params = &vector["params"];
        let text = |name: &str| params[name].as_str();
        if text("Action") != Some("CancelExecution") || text("Format") != Some("JSON") || text("Description").is_some()
        {
            continue;
        }
        fitting += 1;
        let region = text("RegionId").unwrap();
        let endpoint = Endpoint::regional(region, Network::Public).unwrap();
        let call = CancelExecution {
            execution_id: text("ExecutionId").unwrap(),
            region_id: Some(region),
            endpoint: &endpoint,
            method: method(vector),
            nonce: text("SignatureNonce").unwrap(),
            timestamp: Timestamp::parse(text("Timestamp").unwrap()).unwrap(),
        }
        .sign(
            &Credentials::new(
                text("AccessKeyId").unwrap().to_owned(),
                vector["accessKeySecret"].as_str().unwrap().to_owned(),
                text("SecurityToken").map(str::to_owned),
            )
            .unwrap(),
        )
        .unwrap();
        assert_eq!(call.canonical_query(), vector["canonicalizedQuery"]);
        assert_eq!(call.string_to_sign(), vector["stringToSign"]);
        assert_eq!(call.signature(), vector["signature"]);
        if let Some(body) = vector["requestBody"].as_str() {
            assert_eq!(*call.form_body(), body);
        }
        let signature = vector["signaturePercentEncoded"].as_str().unwrap();
        let query = vector["canonicalizedQuery"].as_str().unwrap();
        assert_eq!(*call.url(), format!("https://oos.cn-hangzhou.aliyuncs.com/?{query}&Signature={signature}"));
    }
    assert_eq!(fitting, 3);
}

/// Pages print these; nobody who follows the rule can make them.
#[wasm_bindgen_test(unsupported = test)]
fn misprinted_signatures_are_not_reproduced() {
    let sign = |secret: &str, parameters: &[(&str, &str)]| {
        SigningKey::new(secret).sign(&string_to_sign(Method::Get, &canonical_query(parameters)))
    };
    let ecs = [
        ("AccessKeyId", "testid"),
        ("Action", "DescribeRegions"),
        ("Format", "XML"),
        ("SignatureMethod", "HMAC-SHA1"),
        ("SignatureNonce", "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf"),
        ("SignatureVersion", "1.0"),
        ("Timestamp", "2016-02-23T12:46:24Z"),
        ("Version", "2014-05-26"),
    ];
    let ros = ecs.map(|(name, value)| match name {
        "Version" => (name, "2019-09-10"),
        "Timestamp" => (name, "2019-08-23T12:46:24Z"),
        _ => (name, value),
    });
    let oos = [
        ("AccessKeyId", "key-test"),
        ("Action", "XXXXXX"),
        ("Format", "json"),
        ("SignatureMethod", "HMAC-SHA1"),
        ("SignatureNonce", "479a2bf5-8045-11e9-8d42-6c96cfdd1fa1"),
        ("SignatureVersion", "1.0"),
        ("Timestamp", "2019-05-27T06:04:25Z"),
        ("Version", "2019-06-01"),
    ];
    let misprinted = documented();
    let misprinted = |id: &str| {
        let list = misprinted["misprinted"].as_array().unwrap().clone();
        list.into_iter().find(|case| case["id"] == id).unwrap()["signature"].as_str().unwrap().to_owned()
    };
    assert_ne!(sign("testsecret", &ecs), misprinted("CT9X-with-Timestamp"));
    assert_eq!(sign("testsecret", &ecs), "OLeaidS1JvxuMvnyHOwuJ+uX5qY=");
    assert_ne!(sign("testsecret", &ros), misprinted("ros-2019-DescribeRegions"));
    assert_eq!(sign("testsecret", &ros), "u5GLRDKD9xTcL8TpK+1XvnDlVx8=");
    assert_ne!(sign("testsecret", &oos), misprinted("oos-common-parameters"));
}

#[wasm_bindgen_test(unsupported = test)]
fn long_token_is_signed_correctly() {
    let token = "CAIS+/=".repeat(286);
    let credentials = Credentials::new("STS.id".into(), "secret".into(), Some(token.clone())).unwrap();
    let endpoint = Endpoint::parse("https://oos.example.com").unwrap();
    let call = CancelExecution {
        execution_id: "exec-中文😀 *'()!",
        region_id: None,
        endpoint: &endpoint,
        method: Method::Get,
        nonce: "n",
        timestamp: Timestamp::EPOCH,
    }
    .sign(&credentials)
    .unwrap();
    let value = |name: &str| {
        let pair = call.canonical_query().split('&').find_map(|pair| pair.strip_prefix(name)).map(str::to_owned);
        pair.map(|encoded| decode(&encoded).unwrap().into_owned())
    };
    assert_eq!(value("SecurityToken="), Some(token));
    assert_eq!(value("ExecutionId=").as_deref(), Some("exec-中文😀 *'()!"));
    assert_eq!(value("RegionId="), None);
}
