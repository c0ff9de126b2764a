//! The server's StringToSign, echoed whole or bent, beside ours.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use oos_cancel::oos::cancel_execution::CANCEL_EXECUTION;
use oos_cancel::rpc::signature::diagnosis::{self, Diagnosis, Difference};

const OURS: &str = "POST&%2F&AccessKeyId%3Dtestid%26Action%3DCancelExecution%26ExecutionId%3Dexec-1%26Format%3DJSON%26SecurityToken%3Dt0ken%26SignatureMethod%3DHMAC-SHA1%26SignatureNonce%3Dn-1%26SignatureVersion%3D1.0%26Timestamp%3D2024-05-06T07%253A08%253A09Z%26Version%3D2019-06-01";

fn diagnose(message: &str, string_to_sign: &str) -> Option<Diagnosis> {
    diagnosis::diagnose(message, string_to_sign, CANCEL_EXECUTION.parameters)
}

#[derive(Arbitrary, Debug)]
enum Input<'a> {
    Texts(&'a str, &'a str),
    Echo(&'a str, &'a str),
    Bent { at: u16, length: u8, with: &'a str },
    Value { parameter: u8, value: &'a str },
}

fuzz_target!(|input: Input| match input {
    Input::Texts(message, ours) => {
        let marked = message.to_ascii_lowercase().contains("string to sign is:");
        assert!(marked || diagnose(message, ours).is_none());
    }
    Input::Echo(before, echo) => {
        let diagnosis = diagnose(&format!("{before}string to sign is:{echo}"), echo.trim_ascii());
        if !before.to_ascii_lowercase().contains("string to sign") {
            assert_eq!(diagnosis, (!echo.trim_ascii().is_empty()).then_some(Diagnosis::WrongSecret));
        }
    }
    Input::Bent { at, length, with } => {
        let from = usize::from(at) % OURS.len();
        let to = (from + usize::from(length)).min(OURS.len());
        let echo = [&OURS[..from], with, &OURS[to..]].concat();
        match diagnose(&format!("server string to sign is:{echo}"), OURS) {
            None => assert!(echo.trim_ascii().is_empty()),
            Some(Diagnosis::WrongSecret) => assert_eq!(echo.trim_ascii(), OURS),
            Some(Diagnosis::Differs(difference)) => {
                assert_ne!(echo.trim_ascii(), OURS);
                let method_differs = echo.trim_ascii().split('&').next() != Some("POST");
                assert!(difference != Difference::Method || method_differs, "{difference:?}");
            }
        }
    }
    // One value changed by something that is no separator: that parameter is named.
    Input::Value { parameter, value } => {
        let query = OURS.strip_prefix("POST&%2F&").unwrap();
        let mut pairs: Vec<String> = query.split("%26").map(str::to_owned).collect();
        let index = usize::from(parameter) % pairs.len();
        let (name, old) = pairs[index].split_once("%3D").unwrap();
        let value: String = value.chars().filter(|letter| letter.is_ascii_alphanumeric()).collect();
        let expected = if value == old { Diagnosis::WrongSecret } else { named(name) };
        pairs[index] = format!("{name}%3D{value}");
        let echo =
            format!("Specified signature is not matched. Server string to sign is:POST&%2F&{}", pairs.join("%26"));
        assert_eq!(diagnose(&echo, OURS), Some(expected));
    }
});

fn named(name: &str) -> Diagnosis {
    let names = OURS.split("%26").filter_map(|pair| pair.rsplit('&').next()?.split_once("%3D"));
    let name = names.map(|(known, _)| known).find(|known| *known == name).unwrap();
    Diagnosis::Differs(Difference::Parameter(name))
}
