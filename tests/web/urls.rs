//! The URL standard's own test data against the browser's own `URL`: whatever is accepted goes where the browser would send
//! it, and the browser leaves the rebuilt URL alone.

use oos_cancel::web::validate_cancel_url;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{get, run, text};

const DATA: &str = include_str!(env!("URL_TEST_DATA"));
const QUERY: &str = "AccessKeyId=testid&Action=CancelExecution&ExecutionId=exec-1&Format=JSON&SignatureMethod=HMAC-SHA1&SignatureNonce=n&SignatureVersion=1.0&Timestamp=2024-05-06T07%3A08%3A09Z&Version=2019-06-01&Signature=vc16ZC2vjbuXBwoPijFeuje6AT8%3D";

/// The origin that the browser reads, and the URL as it would write it.
fn standard(candidate: &str) -> Option<(String, String)> {
    let source = "try { const { origin, href } = new URL(context); return { origin, href } } catch { return null }";
    let read = run(source, &candidate.into());
    (!read.is_null()).then(|| (text(&read, "origin"), text(&read, "href")))
}

#[wasm_bindgen_test]
fn accepted_urls_agree_with_the_browser() {
    let data: serde_json::Value = serde_json::from_str(DATA).unwrap();
    let inputs: Vec<&str> = data.as_array().unwrap().iter().filter_map(|case| case["input"].as_str()).collect();
    let good = format!("https://oos.cn-hangzhou.aliyuncs.com/?{QUERY}");
    let (mut tried, mut accepted) = (0, 0);
    for input in inputs {
        for candidate in [
            format!("{input}?{QUERY}"),
            format!("{input}/?{QUERY}"),
            format!("https://{input}/?{QUERY}"),
            format!("https:{input}?{QUERY}"),
            format!("https://{input}@oos.cn-hangzhou.aliyuncs.com/?{QUERY}"),
            format!("https://oos.cn-hangzhou.aliyuncs.com{input}/?{QUERY}"),
            format!("{good}{input}"),
            good.replacen("exec-", &format!("exec-{input}"), 1),
        ] {
            tried += 1;
            let Some((origin, _)) = standard(&candidate) else {
                let report = validate_cancel_url(&candidate.as_str().into(), &JsValue::UNDEFINED).unwrap();
                assert!(!get(&report, "valid").is_truthy(), "no URL to the browser: {candidate}");
                continue;
            };
            // As lenient as can be: whatever origin the browser reads is an allowed one, if it can be one at all.
            let options = js_sys::Object::new();
            js_sys::Reflect::set(&options, &"now".into(), &"2024-05-06T07:08:09Z".into()).unwrap();
            let origins = js_sys::Array::of1(&origin.as_str().into());
            js_sys::Reflect::set(&options, &"allowedOrigins".into(), &origins).unwrap();
            let report = validate_cancel_url(&candidate.as_str().into(), &options).or_else(|_| {
                js_sys::Reflect::delete_property(&options, &"allowedOrigins".into()).unwrap();
                validate_cancel_url(&candidate.as_str().into(), &options)
            });
            let report = report.unwrap();
            if !get(&report, "valid").is_truthy() {
                continue;
            }
            accepted += 1;
            assert_eq!(text(&report, "endpoint"), origin, "{candidate}");
            let rebuilt = text(&report, "url");
            assert_eq!(standard(&rebuilt), Some((origin, rebuilt)), "{candidate}");
        }
    }
    assert!(tried > 6_000 && accepted > 50, "{accepted} of {tried} accepted");
}
