//! Credentials: an AccessKey, or the temporary credentials that STS issues.

use std::fmt;

use zeroize::Zeroizing;

use super::limits;
use super::problem::Problem;

/// An AccessKeyId with its secret and, from STS, a SecurityToken. The memory of both secrets is wiped on drop.
#[derive(Clone)]
pub struct Credentials {
    access_key_id: String,
    access_key_secret: Zeroizing<String>,
    security_token: Option<Zeroizing<String>>,
}

impl Credentials {
    /// Creates credentials without checking them. Takes the strings by value, so that no copy is left behind. An empty token
    /// counts as absent: the vendor's SDKs return one for an AccessKey.
    #[must_use]
    pub fn new(access_key_id: String, access_key_secret: String, security_token: Option<String>) -> Self {
        Self {
            access_key_id,
            access_key_secret: Zeroizing::new(access_key_secret),
            security_token: security_token.filter(|token| !token.is_empty()).map(Zeroizing::new),
        }
    }

    /// Creates credentials that the validator accepts. An empty token counts as absent.
    ///
    /// # Errors
    /// Returns every [`Problem`], each with `AccessKeyId`, `AccessKeySecret` or `SecurityToken` as its parameter.
    pub fn checked(
        access_key_id: String,
        access_key_secret: String,
        security_token: Option<String>,
    ) -> Result<Self, Vec<Problem>> {
        let credentials = Self::new(access_key_id, access_key_secret, security_token);
        credentials.check()?;
        Ok(credentials)
    }

    /// Checks the three strings against [`limits`].
    ///
    /// # Errors
    /// Returns every [`Problem`], each with `AccessKeyId`, `AccessKeySecret` or `SecurityToken` as its parameter.
    pub fn check(&self) -> Result<(), Vec<Problem>> {
        let token = self.security_token();
        let checked = [
            ("AccessKeyId", limits::access_key_id(&self.access_key_id)),
            ("AccessKeySecret", limits::access_key_secret(&self.access_key_secret)),
            ("SecurityToken", token.map_or(Ok(()), limits::security_token)),
            ("SecurityToken", limits::security_token_for(&self.access_key_id, token)),
        ];
        limits::all(checked)
    }

    /// Returns the AccessKeyId. Every request contains it.
    #[must_use]
    pub fn access_key_id(&self) -> &str {
        &self.access_key_id
    }

    /// Returns the SecurityToken of temporary credentials. Every request contains it.
    #[must_use]
    pub fn security_token(&self) -> Option<&str> {
        self.security_token.as_deref().map(String::as_str)
    }

    pub(crate) fn access_key_secret(&self) -> &str {
        &self.access_key_secret
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("access_key_id", &self.access_key_id)
            .field("access_key_secret", &"[redacted]")
            .field("security_token", &self.security_token.as_ref().map(|_| "[redacted]"))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_token_counts_as_absent() {
        assert_eq!(Credentials::new("a".into(), "b".into(), Some(String::new())).security_token(), None);
        assert!(Credentials::checked("a".into(), "b".into(), Some(String::new())).is_ok());
        let problems = Credentials::checked("STS.a".into(), "b".into(), Some(String::new())).unwrap_err();
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].parameter.as_deref(), Some("SecurityToken"));
    }

    #[test]
    fn debug_shows_no_secret() {
        let text = format!("{:?}", Credentials::new("testid".into(), "s3cret".into(), Some("t0ken".into())));
        assert!(text.contains("testid") && !text.contains("s3cret") && !text.contains("t0ken"), "{text}");
    }
}
