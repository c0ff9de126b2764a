//! Folds the spellings of a secret to one form, and searches for parts of a secret.

use zeroize::Zeroizing;

use super::unescape::Spelling;

/// A secret below this length is no reason to refuse a response whose Code or RequestId happens to have the same letters.
const TINY: usize = 4;

/// How the spellings of a secret are folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fold {
    /// The two alphabets of base64 and a form's space are one; line breaks do not count.
    Alphabets,
    /// Cases are one as well.
    Cases,
    /// Letters and digits only, cases as one.
    Letters,
}

impl Fold {
    pub(super) const ALL: [Self; 3] = [Self::Alphabets, Self::Cases, Self::Letters];

    fn byte(self, byte: u8) -> Option<u8> {
        let byte = if self == Self::Alphabets { byte } else { byte.to_ascii_lowercase() };
        match byte {
            b'\r' | b'\n' | b'\t' | 0 => None,
            _ if self == Self::Letters => (byte.is_ascii_alphanumeric() || !byte.is_ascii()).then_some(byte),
            b'-' | b' ' => Some(b'+'),
            b'_' => Some(b'/'),
            _ => Some(byte),
        }
    }

    /// Returns how many bytes of a text are compared.
    pub(super) fn length(self, text: &str) -> usize {
        text.bytes().filter_map(|byte| self.byte(byte)).count()
    }

    /// Returns the folded spelling.
    pub(super) fn spelling(self, spelling: &Spelling) -> Spelling {
        let mut out = Spelling::with_capacity(spelling.bytes.len());
        for (byte, source) in spelling.bytes.iter().zip(&spelling.sources) {
            if let Some(byte) = self.byte(*byte) {
                out.push(byte, *source);
            }
        }
        out
    }

    /// Returns the markers after which a server echoes the request.
    pub(super) const fn markers(self) -> &'static [&'static str] {
        match self {
            Self::Alphabets => &[],
            Self::Cases => &[
                "signature=",
                "signature:",
                "signature\":",
                "securitytoken=",
                "securitytoken:",
                "securitytoken\":",
                "security+token:",
                "accesskeysecret=",
                "accesskeysecret:",
                "accesskeysecret\":",
                "credential=",
            ],
            Self::Letters => &["stringtosign", "canonicalrequest", "canonicalizedquerystring", "authorization"],
        }
    }
}

/// Every run of `width` bytes of a secret, folded. A width of 0 stands for the whole.
///
/// A small hash table, because the sort of the standard library is large and can panic.
pub(super) struct Runs {
    pub(super) fold: Fold,
    pub(super) tiny: bool,
    width: usize,
    text: Zeroizing<Vec<u8>>,
    /// For each hash, the last run that has it.
    last: Vec<Option<usize>>,
    /// For each run, the one before with the same hash.
    previous: Vec<Option<usize>>,
}

const HASHES: usize = 1_024;

fn hash(run: &[u8]) -> usize {
    run.iter().fold(0_usize, |hash, byte| hash.wrapping_mul(31).wrapping_add(usize::from(*byte))) % HASHES
}

impl Runs {
    /// Returns `None` where the text is shorter than a run.
    pub(super) fn new(fold: Fold, width: usize, secret: &str) -> Option<Self> {
        let text = Zeroizing::new(secret.bytes().filter_map(|byte| fold.byte(byte)).collect::<Vec<u8>>());
        let width = if width == 0 { text.len() } else { width };
        if width == 0 || text.len() < width {
            return None;
        }
        let mut last = vec![None; HASHES];
        let mut previous = Vec::with_capacity(text.len());
        for (start, run) in windows(&text, width).enumerate() {
            if let Some(slot) = last.get_mut(hash(run)) {
                previous.push(slot.replace(start));
            }
        }
        Some(Self { fold, tiny: secret.len() < TINY, width, text, last, previous })
    }

    /// Returns where in the original text the first of them begins.
    pub(super) fn find_in(&self, spelling: &Spelling) -> Option<usize> {
        let at = windows(&spelling.bytes, self.width).position(|window| self.contain(window))?;
        spelling.sources.get(at).copied()
    }

    fn contain(&self, window: &[u8]) -> bool {
        let mut next = self.last.get(hash(window)).copied().flatten();
        while let Some(start) = next {
            if self.text.get(start..start + self.width) == Some(window) {
                return true;
            }
            next = self.previous.get(start).copied().flatten();
        }
        false
    }
}

pub(super) fn find_bytes(text: &[u8], part: &[u8]) -> Option<usize> {
    windows(text, part.len()).position(|window| window == part)
}

/// Returns every run of `width` bytes, in order. Those of a slice panic for a width of 0.
fn windows(text: &[u8], width: usize) -> impl Iterator<Item = &[u8]> {
    (0..text.len()).map_while(move |start| text.get(start..start + width))
}
