//! Signing and validating, natively: what the module would cost without a browser around it.
#![allow(missing_docs, reason = "criterion's macros write functions without")]
#![allow(clippy::unwrap_used, reason = "a benchmark may stop")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use oos_cancel::rpc::credentials::Credentials;
use oos_cancel::rpc::endpoint::{Endpoint, Network};
use oos_cancel::rpc::signature::Method;
use oos_cancel::oos::cancel_execution::CancelExecution;
use oos_cancel::rpc::timestamp::Timestamp;
use oos_cancel::oos::validate::{Rules, validate};

const REGION: &str = "cn-hangzhou";

fn workloads() -> [(&'static str, Credentials); 2] {
    let secret = "benchmarkSecret0123456789abcdef";
    let token = "CAIS0123456789+/".repeat(45);
    [
        ("plain", Credentials::new("LTAI5tBenchmarkKey123456".into(), secret.into(), None).unwrap()),
        ("token", Credentials::new("STS.NUBenchmarkKey1234567".into(), secret.into(), Some(token)).unwrap()),
    ]
}

fn now() -> Timestamp {
    Timestamp::parse("2024-05-06T07:08:09Z").unwrap()
}

/// A URL, with another nonce each time.
fn sign(credentials: &Credentials, endpoint: &Endpoint, count: &mut u128) -> String {
    *count += 1;
    let call = CancelExecution {
        execution_id: "exec-8a2aaf460fdf47c6b5ef",
        region_id: Some(REGION),
        endpoint,
        method: Method::Get,
        nonce: &format!("{count:032x}"),
        timestamp: now(),
    };
    call.sign(credentials).unwrap().url().to_string()
}

fn all(criterion: &mut Criterion) {
    let endpoint = Endpoint::regional(REGION, Network::Public).unwrap();
    for (name, credentials) in workloads() {
        let mut count = 0;
        criterion.bench_function(&format!("sign-{name}"), |bench| {
            bench.iter(|| black_box(sign(&credentials, &endpoint, &mut count)));
        });
        let urls: Vec<String> = (0..512).map(|_| sign(&credentials, &endpoint, &mut count)).collect();
        let rules = Rules { credentials: Some(&credentials), method: Method::Get, ..Rules::at(now()) };
        let mut urls = urls.iter().cycle();
        criterion.bench_function(&format!("validate-{name}"), |bench| {
            bench.iter(|| assert!(validate(urls.next().unwrap(), &rules).is_ok_and(|url| url.verified)));
        });
    }
}

criterion_group!(group, all);
criterion_main!(group);
