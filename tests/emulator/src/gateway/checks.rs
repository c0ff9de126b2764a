//! What a request has to pass before its action runs. No page states the order; this one is a
//! guess [I].

use std::str::FromStr;

use http::Method;
use jiff::{SignedDuration, Timestamp};

use super::{
    acs3::{self, Authorization},
    call::Call,
    codes::{self, invalid, missing},
    refusal::Refusal,
    signature,
};
use crate::{
    accounts::{self, Account, Standing},
    oos::Action,
    settings::TokenFamily,
    world::World,
};

type Check<T = ()> = Result<T, Refusal>;

pub(crate) fn admit(world: &mut World, call: &Call, now: Timestamp) -> Check<Action> {
    let action = destination(call)?;
    completeness(call)?;
    let window = world.settings.timestamp_window_seconds;
    let timestamp = time(call, now, window)?;
    let account = identity(call)?;
    token(call, account, world.settings.token_family)?;
    signature(call, account)?;
    let nonce = call.get("SignatureNonce").unwrap_or_default();
    if !world.nonces.spend(account.access_key_id, nonce, timestamp, now, window) {
        return Err(codes::NONCE_USED.refuse(call));
    }
    standing(call, account, action)?;
    let now = world.now();
    world.rate_limits.take(account.access_key_id, call, now)?;
    match action.mandatory().iter().find(|name| call.get(name).is_none()) {
        Some(name) => Err(missing(name)),
        None => Ok(action),
    }
}

fn destination(call: &Call) -> Check<Action> {
    if call.method != Method::GET && call.method != Method::POST {
        return Err(codes::UNSUPPORTED_METHOD.refuse(call));
    }
    if !is_oos(call.host()) {
        return Err(codes::INVALID_PRODUCT.refuse(call));
    }
    if call.path != "/" {
        return Err(codes::INVALID_ACTION.refuse(call));
    }
    let name = call.get("Action").ok_or_else(|| missing("Action"))?;
    let action = Action::named(name).ok_or_else(|| codes::INVALID_ACTION.refuse(call))?;
    match call.get("Version") {
        Some("2019-06-01") => Ok(action),
        Some(_) => Err(codes::INVALID_VERSION.refuse(call)),
        None => Err(missing("Version")),
    }
}

/// Besides OOS's own names (`oos.<region>.…`, `oos-vpc.<region>.…` [V]) the loopback ones.
fn is_oos(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, _port)| name);
    let product = name.split(['.', '-']).next();
    matches!(name, "127.0.0.1" | "localhost" | "[::1]") || product == Some("oos")
}

/// ACS3 names its algorithm in another place.
fn mandatory(call: &Call) -> &'static [&'static str] {
    match call.authorization {
        Some(_) => &["AccessKeyId", "SignatureNonce", "Timestamp"],
        None => &["AccessKeyId", "SignatureMethod", "SignatureVersion", "SignatureNonce", "Timestamp"],
    }
}

fn completeness(call: &Call) -> Check {
    if let Some(name) = mandatory(call).iter().find(|name| call.get(name).is_none()) {
        return Err(missing(name));
    }
    let format = call.get("Format").unwrap_or("XML").to_ascii_uppercase();
    if format != "JSON" && format != "XML" {
        return Err(codes::INVALID_FORMAT.refuse(call));
    }
    // What the gateway does with a name given twice is unknown; refusing finds out who relies on it [I].
    match &call.repeated {
        Some(name) => Err(invalid(name)),
        None => Ok(()),
    }
}

fn time(call: &Call, now: Timestamp, window_seconds: u32) -> Check<Timestamp> {
    let text = call.get("Timestamp").unwrap_or_default();
    let timestamp = parse_timestamp(text).ok_or_else(|| codes::TIMESTAMP_FORMAT.refuse(call))?;
    let distance = now.duration_since(timestamp).abs();
    if distance > SignedDuration::from_secs(i64::from(window_seconds)) {
        return Err(codes::TIMESTAMP_EXPIRED.refuse(call));
    }
    Ok(timestamp)
}

/// `yyyy-MM-ddTHH:mm:ssZ` [D]; a fraction of a second was accepted from a working browser tool [O].
fn parse_timestamp(text: &str) -> Option<Timestamp> {
    let (whole, fraction) = text.strip_suffix('Z')?.split_at_checked(19)?;
    let shape: String = whole.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let plain_fraction = fraction.is_empty()
        || fraction
            .strip_prefix('.')
            .is_some_and(|digits| (1..=9).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()));
    (shape == "0000-00-00T00:00:00" && plain_fraction).then(|| Timestamp::from_str(text).ok()).flatten()
}

fn identity(call: &Call) -> Check<&'static Account> {
    let account = call.get("AccessKeyId").and_then(accounts::by_key).ok_or_else(|| codes::UNKNOWN_KEY.refuse(call))?;
    match account.standing {
        Standing::Inactive => Err(codes::INACTIVE_KEY.refuse(call)),
        _ => Ok(account),
    }
}

fn token(call: &Call, account: &Account, setting: TokenFamily) -> Check {
    let oos = account.token_family(setting) == TokenFamily::Oos;
    let code = match (account.security_token, call.get("SecurityToken")) {
        (None, None) => return Ok(()),
        (Some(_), None) => return Err(missing("SecurityToken")),
        (expected, given) if expected == given => match account.standing {
            Standing::TokenExpired(_) if oos => codes::EXPIRED_STS_TOKEN,
            Standing::TokenExpired(_) => codes::TOKEN_EXPIRED,
            Standing::TokenInvalid(_) if oos => codes::INVALID_STS_TOKEN,
            Standing::TokenInvalid(_) => codes::TOKEN_MALFORMED,
            _ => return Ok(()),
        },
        _ if oos => codes::INVALID_STS_TOKEN,
        (_, Some(given)) if accounts::token_is_known(given) => codes::TOKEN_MISMATCH,
        _ => codes::TOKEN_MALFORMED,
    };
    Err(code.refuse(call))
}

fn signature(call: &Call, account: &Account) -> Check {
    match &call.authorization {
        Some(acs3) => signature_by_headers(call, acs3, account),
        None => signature_by_parameters(call, account),
    }
}

fn signature_by_headers(call: &Call, acs3: &Authorization, account: &Account) -> Check {
    if !acs3.is_of_known_algorithm() {
        return Err(codes::INVALID_SIGNATURE_METHOD.refuse(call));
    }
    if !acs3.is_complete(&call.headers) {
        return Err(codes::SIGNATURE_INCOMPLETE.refuse(call));
    }
    let string_to_sign = acs3::string_to_sign(&acs3.canonical_request(call));
    if acs3.matches(&string_to_sign, account.access_key_secret) {
        Ok(())
    } else {
        Err(codes::SIGNATURE_MISMATCH.refuse(call))
    }
}

fn signature_by_parameters(call: &Call, account: &Account) -> Check {
    if call.get("SignatureMethod") != Some("HMAC-SHA1") {
        return Err(codes::INVALID_SIGNATURE_METHOD.refuse(call));
    }
    if call.get("SignatureVersion") != Some("1.0") {
        return Err(invalid("SignatureVersion"));
    }
    // Empty in aliyun-python-sdk-core and alibaba-cloud-sdk-go [V].
    if call.get("SignatureType").is_some() {
        return Err(invalid("SignatureType"));
    }
    let string_to_sign = signature::string_to_sign(call);
    let given = call.get("Signature").unwrap_or_default();
    match signature::matches(given, &string_to_sign, account.access_key_secret) {
        Some(true) => Ok(()),
        Some(false) if !given.is_empty() => Err(codes::SIGNATURE_MISMATCH.refuse(call)),
        _ => Err(codes::SIGNATURE_INCOMPLETE.refuse(call)),
    }
}

fn standing(call: &Call, account: &Account, action: Action) -> Check {
    match account.standing {
        Standing::AllBut(denied) if denied == action => Err(codes::NO_PERMISSION.refuse(call)),
        Standing::Throttled => Err(codes::THROTTLING_USER.refuse(call)),
        Standing::WrongType => Err(codes::INVALID_ACCOUNT_TYPE.refuse_because(call, "Individual")),
        Standing::NoPermission => Err(codes::USER_NO_PERMISSION.refuse(call)),
        Standing::NotAuthorized => Err(codes::NO_PERMISSION.refuse(call)),
        Standing::ForbiddenByRam => Err(codes::FORBIDDEN_RAM.refuse(call)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_are_utc_seconds_with_at_most_a_fraction() {
        for good in ["2024-05-06T07:08:09Z", "2024-05-06T07:08:09.123Z"] {
            assert!(parse_timestamp(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "Z",
            "2024-05-06",
            "2024-05-06T07:08:09",
            "2024-05-06 07:08:09Z",
            "2024-05-06t07:08:09Z",
            "2024-05-06T07:08:09+08:00",
            "2024-05-06T07:08:09.Z",
            "2024-05-06T07:08:09.1234567890Z",
            "2024-13-06T07:08:09Z",
            "2024-05-06T25:08:09Z",
            "1715008089",
            "２024-05-06T07:08:09Z",
        ] {
            assert!(parse_timestamp(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_host_of_another_product_is_not_oos() {
        for oos in
            ["127.0.0.1:8787", "localhost", "oos.cn-hangzhou.aliyuncs.com", "oos-vpc.cn-beijing.aliyuncs.com:443"]
        {
            assert!(is_oos(oos), "{oos}");
        }
        for other in ["", "ecs.cn-hangzhou.aliyuncs.com", "foos.cn-hangzhou.aliyuncs.com", "example.com"] {
            assert!(!is_oos(other), "{other}");
        }
    }
}
