//! Signing many URLs with the same credentials.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use js_sys::JsString;
use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

use super::error::{invalid_input, to_error};
use super::fetch::now;
use super::nonces::with_nonce;
use super::options::{execution_id, signer_options};
use crate::client::Failure;
use crate::protocol::encode::{encode, encoded};
use crate::protocol::nonce::Nonce;
use crate::protocol::problem::{ProblemCode, problem};
use crate::protocol::sign::SignatureDigits;
use crate::protocol::signer::Signer;
use crate::protocol::text::concat;
use crate::protocol::timestamp::Timestamp;

#[wasm_bindgen(module = "/src/web/host.js")]
extern "C" {
    #[wasm_bindgen(js_name = copyShort)]
    fn copy_short(text: &JsValue, place: &mut [u8]) -> usize;

    #[allow(clippy::too_many_arguments, reason = "numbers cross for nothing")]
    #[wasm_bindgen(js_name = signedUrl)]
    fn signed_url(
        before_id: &JsString,
        id: &JsValue,
        before_nonce: &JsString,
        nonces: &JsString,
        at: u32,
        before_signature: &JsString,
        odd: i32,
        a: i32,
        b: i32,
        c: i32,
        d: i32,
        e: i32,
        f: i32,
        g: i32,
    ) -> JsValue;
}

/// Room for the ExecutionIds of OOS, which have 25 letters.
const SHORT: usize = 32;

/// Signs CancelExecution URLs with one set of credentials.
#[wasm_bindgen(skip_typescript)]
pub struct CancelUrlSigner(Cell<Option<Box<Prepared>>>);

#[wasm_bindgen]
impl CancelUrlSigner {
    /// Reads the options and copies the credentials.
    ///
    /// # Errors
    /// `InvalidInputError` with every problem of the options.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue) -> Result<CancelUrlSigner, JsValue> {
        let signer = signer_options(options).map_err(invalid_input)?;
        Ok(Self(Cell::new(Some(Box::new(Prepared::new(signer))))))
    }

    /// A signed URL, or the `InvalidInputError` of what can be no ExecutionId: thrown in the package, since a `Result` takes
    /// longer to cross.
    pub fn sign(&self, id: &JsValue) -> JsValue {
        self.signed(id).unwrap_or_else(|error| error)
    }

    /// Lets go of the credentials and wipes them. The package calls it from `free`.
    pub fn release(&self) {
        self.0.take();
    }
}

impl CancelUrlSigner {
    fn signed(&self, id: &JsValue) -> Result<JsValue, JsValue> {
        let mut place = [0; SHORT];
        let length = copy_short(id, &mut place);
        let text = match place.get(..length).and_then(|text| str::from_utf8(text).ok()) {
            Some(text) if !text.is_empty() => Cow::Borrowed(text),
            _ => Cow::Owned(execution_id(id).map_err(invalid_input)?),
        };
        // Asked before anything is taken: a page may have put functions of its own there, and they may sign as well.
        let time = now();
        let sign = |nonce: &Nonce, nonces: &JsString, at| {
            let mut prepared = self.0.take().ok_or_else(freed)?;
            let url = prepared.sign(id, &text, (nonce, nonces, at), time);
            self.0.set(Some(prepared));
            Ok(url)
        };
        with_nonce(sign).ok_or_else(|| to_error(Failure::no_randomness()))?
    }
}

impl fmt::Debug for CancelUrlSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CancelUrlSigner").finish_non_exhaustive()
    }
}

/// A signer, and the pieces of its URLs on the other side of the boundary: there they are put together, since a long text
/// takes longer to cross than to be made.
struct Prepared {
    signer: Signer,
    before_id: JsString,
    before_nonce: JsString,
    /// With the Timestamp in it, so of one second.
    before_signature: Option<(Timestamp, JsString)>,
}

impl Prepared {
    fn new(signer: Signer) -> Self {
        let [before_id, before_nonce, ..] = signer.pieces();
        Self {
            before_id: JsValue::from_str(before_id).unchecked_into(),
            before_nonce: JsValue::from_str(before_nonce).unchecked_into(),
            before_signature: None,
            signer,
        }
    }

    fn sign(
        &mut self,
        value: &JsValue,
        id: &str,
        (nonce, nonces, at): (&Nonce, &JsString, u32),
        time: Timestamp,
    ) -> JsValue {
        let id = encoded(id);
        let signature = self.signer.signature(&id, nonce, time);
        let odd = signature.iter().rev().fold(0, |odd, digit| odd << 1 | i32::from(matches!(digit, b'+' | b'/')));
        let [a, b, c, d, e, f, g] = fours(&signature);
        let before_signature = match self.before_signature.take() {
            Some((when, text)) if when == time => text,
            _ => self.before_signature_at(time),
        };
        let (_, before_signature) = self.before_signature.insert((time, before_signature));
        let (first, second) = (&self.before_id, &self.before_nonce);
        let whole =
            |id: &JsValue| signed_url(first, id, second, nonces, at, before_signature, odd, a, b, c, d, e, f, g);
        match id {
            Cow::Borrowed(_) => whole(value),
            Cow::Owned(encoded) => whole(&JsValue::from_str(&encoded)),
        }
    }

    fn before_signature_at(&self, time: Timestamp) -> JsString {
        let [.., before_time, last] = self.signer.pieces();
        let text = Zeroizing::new(concat(&[before_time, &encode(&time.text()), last]));
        JsValue::from_str(&text).unchecked_into()
    }
}

/// Four letters in a number, seven bits for each.
fn fours(letters: &SignatureDigits) -> [i32; 7] {
    let mut numbers = [0; 7];
    for (number, four) in numbers.iter_mut().zip(letters.as_chunks::<4>().0) {
        let [a, b, c, d] = four.map(i32::from);
        *number = a | b << 7 | c << 14 | d << 21;
    }
    numbers
}

fn freed() -> JsValue {
    invalid_input(problem(ProblemCode::MissingOption, "This signer was freed: make a new one."))
}
