//! Who signs: an AccessKey, or the temporary triple that STS hands out.

use std::fmt;

use zeroize::Zeroizing;

/// An AccessKeyId with its secret and, from STS, a SecurityToken. The memory of both secrets is wiped on drop.
#[derive(Clone)]
pub struct Credentials {
    access_key_id: String,
    access_key_secret: Zeroizing<String>,
    security_token: Option<Zeroizing<String>>,
}

impl Credentials {
    /// Takes over the three strings, so that no copy is left behind to wipe.
    #[must_use]
    pub fn new(access_key_id: String, access_key_secret: String, security_token: Option<String>) -> Self {
        Self {
            access_key_id,
            access_key_secret: Zeroizing::new(access_key_secret),
            security_token: security_token.map(Zeroizing::new),
        }
    }

    /// The AccessKeyId. It travels in every request.
    #[must_use]
    pub fn access_key_id(&self) -> &str {
        &self.access_key_id
    }

    /// The SecurityToken of temporary credentials. It travels in every request.
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
    fn debug_shows_no_secret() {
        let text = format!("{:?}", Credentials::new("testid".into(), "s3cret".into(), Some("t0ken".into())));
        assert!(text.contains("testid") && !text.contains("s3cret") && !text.contains("t0ken"), "{text}");
    }
}
