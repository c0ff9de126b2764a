//! Who may call. Every secret here is public and worthless.

use serde::Serialize;

use crate::{oos::Action, settings::TokenFamily};

/// One set of credentials the emulator knows.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// As sent in the parameter `AccessKeyId`.
    pub access_key_id: &'static str,
    /// The key of the signature.
    pub access_key_secret: &'static str,
    /// As sent in the parameter `SecurityToken`, for temporary credentials.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub security_token: Option<&'static str>,
    /// What a call with it meets.
    pub meets: &'static str,
    #[serde(skip)]
    pub(crate) standing: Standing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Good,
    Inactive,
    Throttled,
    WrongType,
    NoPermission,
    NotAuthorized,
    ForbiddenByRam,
    /// May do everything but this.
    AllBut(Action),
    /// `None` follows the setting `tokenFamily`.
    TokenExpired(Option<TokenFamily>),
    TokenInvalid(Option<TokenFamily>),
}

const fn key(
    access_key_id: &'static str,
    access_key_secret: &'static str,
    standing: Standing,
    meets: &'static str,
) -> Account {
    Account { access_key_id, access_key_secret, security_token: None, meets, standing }
}

const fn temporary(token: &'static str, account: Account) -> Account {
    Account { security_token: Some(token), ..account }
}

/// All accounts, in the order in which `README.md` lists them.
pub const ACCOUNTS: &[Account] = &[
    key("LTAI-demo-full", "demo-secret-full", Standing::Good, "success"),
    key("LTAI-demo-no-permission", "demo-secret-no-permission", Standing::NoPermission, "User.NoPermission"),
    key("LTAI-demo-not-authorized", "demo-secret-not-authorized", Standing::NotAuthorized, "NoPermission"),
    key("LTAI-demo-forbidden", "demo-secret-forbidden", Standing::ForbiddenByRam, "Forbidden.RAM"),
    key("LTAI-demo-inactive", "demo-secret-inactive", Standing::Inactive, "InvalidAccessKeyId.Inactive"),
    key("LTAI-demo-account-type", "demo-secret-account-type", Standing::WrongType, "InvalidAccountType"),
    key("LTAI-demo-throttled", "demo-secret-throttled", Standing::Throttled, "Throttling.User"),
    temporary("demo-token-valid", key("STS.demo-valid", "demo-secret-sts-valid", Standing::Good, "success")),
    temporary(
        "demo-token-refreshed",
        key("STS.demo-refreshed", "demo-secret-sts-refreshed", Standing::Good, "success"),
    ),
    temporary(
        "demo-token-expired",
        key("STS.demo-expired", "demo-secret-sts-expired", Standing::TokenExpired(None), "ExpiredStsToken"),
    ),
    temporary(
        "demo-token-expired-gateway",
        key(
            "STS.demo-expired-gateway",
            "demo-secret-sts-expired-gateway",
            Standing::TokenExpired(Some(TokenFamily::Gateway)),
            "InvalidSecurityToken.Expired",
        ),
    ),
    temporary(
        "demo-token-invalid",
        key("STS.demo-invalid", "demo-secret-sts-invalid", Standing::TokenInvalid(None), "InvalidStsToken"),
    ),
    temporary(
        "demo-token-invalid-gateway",
        key(
            "STS.demo-invalid-gateway",
            "demo-secret-sts-invalid-gateway",
            Standing::TokenInvalid(Some(TokenFamily::Gateway)),
            "InvalidSecurityToken.Malformed",
        ),
    ),
    key(
        "LTAI-demo-cancel-only",
        "demo-secret-cancel-only",
        Standing::AllBut(Action::ListExecutions),
        "success, but NoPermission to list",
    ),
    key(
        "LTAI-demo-list-only",
        "demo-secret-list-only",
        Standing::AllBut(Action::CancelExecution),
        "success, but NoPermission to cancel",
    ),
];

pub(crate) fn by_key(access_key_id: &str) -> Option<&'static Account> {
    ACCOUNTS.iter().find(|account| account.access_key_id == access_key_id)
}

pub(crate) fn token_is_known(token: &str) -> bool {
    ACCOUNTS.iter().any(|account| account.security_token == Some(token))
}

impl Account {
    pub(crate) fn token_family(&self, by_default: TokenFamily) -> TokenFamily {
        match self.standing {
            Standing::TokenExpired(family) | Standing::TokenInvalid(family) => family.unwrap_or(by_default),
            _ => by_default,
        }
    }
}
