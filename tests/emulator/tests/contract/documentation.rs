//! `README.md` says what the program does.

use oos_emulator::{ACCOUNTS, SEEDED_EXECUTIONS};
use serde_json::json;

use crate::support::start;

const README: &str = include_str!("../../README.md");

#[test]
fn every_account_is_listed() {
    for account in ACCOUNTS {
        let token = account.security_token.map(|token| format!("`{token}` ")).unwrap_or_default();
        let row = format!("| `{}` | `{}` | {token}|", account.access_key_id, account.access_key_secret);
        let found = README.lines().find(|line| line.starts_with(&row)).unwrap_or_else(|| panic!("no {row}"));
        assert!(found.contains(account.meets), "{found}");
    }
}

#[test]
fn every_seeded_execution_is_listed() {
    for (id, status) in SEEDED_EXECUTIONS {
        assert!(README.contains(&format!("| `{id}` | {status:?} |")), "{id}");
    }
}

#[test]
fn every_kind_of_fault_is_listed() {
    let complaint = start().control("POST", "/faults", json!({ "kind": "?" })).json();
    let names = complaint["error"].as_str().unwrap().split_once("expected one of ").unwrap().1.to_owned();
    let names: Vec<_> = names.split('`').filter(|name| name.chars().any(char::is_alphabetic)).collect();
    assert!(names.len() > 15, "{names:?}");
    for name in names.iter().filter(|name| !name.contains(' ')) {
        assert!(README.contains(&format!("`{name}`")), "{name}");
    }
}
