//! Credentials: an AccessKey, or the temporary credentials that STS issues.

use std::fmt;

use zeroize::Zeroizing;

use super::limits;
use super::problem::Problems;

/// An AccessKeyId with its secret and, from STS, a SecurityToken. The memory of both secrets is wiped on drop.
#[derive(Clone)]
pub struct Credentials {
    access_key_id: String,
    access_key_secret: Zeroizing<String>,
    security_token: Option<Zeroizing<String>>,
}

impl Credentials {
    /// Takes the three strings as they are and by value, so that no copy is left behind to wipe.
    pub(crate) fn unchecked(access_key_id: String, access_key_secret: String, security_token: Option<String>) -> Self {
        Self {
            access_key_id,
            access_key_secret: Zeroizing::new(access_key_secret),
            security_token: security_token.filter(|token| !token.is_empty()).map(Zeroizing::new),
        }
    }

    /// Creates credentials from strings that the validator accepts as well. They are taken by value, so that no copy is left
    /// behind to wipe. An empty token counts as absent: the vendor's SDKs hand one out for an AccessKey.
    ///
    /// # Errors
    /// Returns every problem, each with `AccessKeyId`, `AccessKeySecret` or `SecurityToken` as its parameter.
    pub fn new(
        access_key_id: String,
        access_key_secret: String,
        security_token: Option<String>,
    ) -> Result<Self, Problems> {
        let credentials = Self::unchecked(access_key_id, access_key_secret, security_token);
        credentials.check()?;
        Ok(credentials)
    }

    fn check(&self) -> Result<(), Problems> {
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
    fn an_empty_token_counts_as_absent() {
        assert_eq!(Credentials::new("a".into(), "b".into(), Some(String::new())).unwrap().security_token(), None);
        let problems = Credentials::new("STS.a".into(), "b".into(), Some(String::new())).unwrap_err();
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].parameter.as_deref(), Some("SecurityToken"));
    }

    #[test]
    fn debug_shows_no_secret() {
        let text = format!("{:?}", Credentials::unchecked("testid".into(), "s3cret".into(), Some("t0ken".into())));
        assert!(text.contains("testid") && !text.contains("s3cret") && !text.contains("t0ken"), "{text}");
    }
}
