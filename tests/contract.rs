//! One list of every code: the enums, the TypeScript and the documents name the same.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests"
)]

use std::fs;
use std::path::Path;

use oos_cancel::rpc::codes::CODES;
use oos_cancel::rpc::problem::ProblemCode;
use oos_cancel::rpc::response::BodyFault;
use oos_cancel::rpc::timestamp::Timestamp;

const TYPES: &str = include_str!("../src/web/types.d.ts");

/// The string literals of a union type, in order.
fn union(name: &str) -> Vec<&'static str> {
    let start = format!("export type {name} =");
    let body = TYPES.split(&start).nth(1).unwrap_or_else(|| panic!("no type {name}"));
    let body = body.split(';').next().unwrap();
    body.split('"').skip(1).step_by(2).collect()
}

#[test]
fn service_codes_agree_with_the_declarations() {
    let codes: Vec<&str> = CODES.iter().map(|known| known.code).collect();
    assert_eq!(union("KnownServiceCode"), codes);
}

#[test]
fn problem_codes_agree_with_the_declarations() {
    let mut declared = union("UrlProblemCode");
    declared.extend(union("OptionProblemCode"));
    declared.sort_unstable();
    declared.dedup();
    let mut codes: Vec<&str> = ProblemCode::ALL.iter().map(|code| code.as_str()).collect();
    codes.sort_unstable();
    assert_eq!(declared, codes);
}

#[test]
fn response_codes_agree_with_the_declarations() {
    let codes: Vec<&str> = BodyFault::ALL.iter().map(|fault| fault.as_str()).collect();
    assert_eq!(union("ResponseCode"), codes);
}

#[test]
fn first_eight_codes_are_those_of_the_cancel_execution_page() {
    let page = [
        ("InvalidVersion", 400),
        ("InvalidAction.NotFound", 400),
        ("User.NoPermission", 401),
        ("InvalidStsToken", 400),
        ("ExpiredStsToken", 400),
        ("InvalidAccountType", 400),
        ("ExecutionCancelFailed", 403),
        ("EntityNotExist.Execution", 404),
    ];
    let table: Vec<(&str, u16)> = CODES.iter().take(8).map(|known| (known.code, known.http[0])).collect();
    assert_eq!(table, page);
}

#[test]
fn crate_and_package_have_one_version() {
    let package: serde_json::Value = serde_json::from_str(include_str!("../pkg/package.json")).unwrap();
    assert_eq!(package["version"], env!("CARGO_PKG_VERSION"));
}

#[test]
fn changelog_keeps_its_form() {
    let headings: Vec<&str> = include_str!("../CHANGELOG.md").lines().filter(|line| line.starts_with('#')).collect();
    assert_eq!(headings[..2], ["# Changelog", "## [Unreleased]"]);
    let kinds = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];
    let mut releases: Vec<Vec<u32>> = Vec::new();
    for heading in &headings[2..] {
        if let Some(kind) = heading.strip_prefix("### ") {
            assert!(kinds.contains(&kind), "{heading}");
            continue;
        }
        let (version, date) = heading.strip_prefix("## [").unwrap().split_once("] - ").unwrap();
        assert!(Timestamp::parse(&format!("{date}T00:00:00Z")).is_some(), "{heading}");
        releases.push(version.split('.').map(|number| number.parse().unwrap()).collect());
    }
    assert!(releases.is_sorted_by(|newer, older| newer > older), "{releases:?}");
    let ours = [env!("CARGO_PKG_VERSION_MAJOR"), env!("CARGO_PKG_VERSION_MINOR"), env!("CARGO_PKG_VERSION_PATCH")];
    let ours: Vec<u32> = ours.iter().map(|number| number.parse().unwrap()).collect();
    let trial = !env!("CARGO_PKG_VERSION_PRE").is_empty();
    assert!(trial || releases.first().is_none_or(|newest| *newest == ours), "the newest release is of another version");
}

#[test]
fn codes_document_has_the_table_of_codes() {
    let mut table = String::from("\n\n| code | HTTP | remedy | meaning |\n| --- | --- | --- | --- |\n");
    for known in CODES {
        let http: Vec<String> = known.http.iter().map(u16::to_string).collect();
        let (code, http, remedy) = (known.code, http.join(", "), known.remedy.as_str());
        table.push_str(&format!("| `{code}` | {http} | `{remedy}` | {} |\n", known.meaning));
    }
    table.push('\n');
    let document = include_str!("../docs/codes.md");
    let found = document.split("<!-- codes -->").nth(1).and_then(|rest| rest.split("<!-- /codes -->").next()).unwrap();
    assert_eq!(found.trim(), table.trim(), "put this between the marks in docs/codes.md:\n{table}");
}

#[test]
fn exports_take_shared_self_and_are_not_async() {
    // A panic within `&mut self` would lock the object, one within an `async` export leave its promise pending for ever.
    for source in [include_str!("../src/web/api.rs"), include_str!("../src/web/signer.rs")] {
        let exports: Vec<&str> = source.lines().filter(|line| line.trim_start().starts_with("pub ")).collect();
        assert!(exports.iter().any(|line| line.contains("pub fn ") && line.contains("&self")));
        for line in exports {
            assert!(!line.contains("&mut self") && !line.contains("async fn"), "{line}");
        }
    }
}

#[test]
fn sources_use_no_ref_cell() {
    // Its borrows can panic. A Cell cannot: what it holds is taken out and put back.
    let sources = sources(concat!(env!("CARGO_MANIFEST_DIR"), "/src").as_ref());
    assert!(sources.iter().any(|source| source.contains("use std::cell::Cell;")));
    for source in sources {
        assert!(!source.contains("RefCell<") && !source.contains("RefCell::"));
    }
}

#[test]
fn rooms_import_only_the_rooms_below_them() {
    for (room, below) in [
        ("rpc", &[][..]),
        ("oos", &["rpc"]),
        ("client", &["rpc", "oos"]),
        ("web", &["rpc", "oos", "client"]),
        ("native", &["rpc", "oos", "client"]),
    ] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(room);
        let mut sources = sources(&folder);
        assert!(!sources.is_empty(), "{room}");
        if room == "native" {
            sources.push(include_str!("../src/native.rs").to_owned());
        }
        for source in sources {
            let code = source.split("#[cfg(test)]").next().unwrap();
            for path in code.split("crate::").skip(1).filter(|path| !path.starts_with(room)) {
                let used = path.split(|character: char| !character.is_ascii_alphanumeric()).next().unwrap();
                assert!(below.contains(&used), "{room} uses {path:.60}");
            }
        }
    }
}

#[test]
fn nothing_below_web_knows_of_javascript() {
    // Names of classes stand in quotation marks: a Rust type may have the same one.
    let words = [
        "JavaScript",
        "js_sys",
        "web_sys",
        "wasm_bindgen",
        "JsValue",
        "CORS",
        "Access-Control",
        "getRandomValues",
        "AbortSignal",
        "requestStyle",
        "accessKeyId",
        "executionId",
        "timeoutMs",
        "\"ServiceError",
        "\"NetworkError",
        "\"ResponseError",
        "\"TimeoutError",
        "\"CredentialsError",
        "\"InvalidInputError",
        "\"StateError",
        "\"AbortError",
        "keepalive",
    ];
    for room in ["rpc", "oos", "client"] {
        for source in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(room)) {
            for word in words {
                assert!(!source.contains(word), "{room} knows {word}");
            }
        }
    }
}

#[test]
fn no_module_has_more_than_300_lines_of_product_code() {
    for source in sources(concat!(env!("CARGO_MANIFEST_DIR"), "/src").as_ref()) {
        let product = source.split("#[cfg(test)]").next().unwrap();
        let is_rust = product.starts_with("//!");
        assert!(!is_rust || product.lines().count() <= 300, "{}", product.lines().next().unwrap());
    }
}

fn sources(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { sources(&path) } else { vec![fs::read_to_string(path).unwrap()] })
        .collect()
}
