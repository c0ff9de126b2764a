//! Kinds of characters that a person pastes along with a value.

use super::encode::is_unreserved;

/// Returns whether a byte is one of those that AccessKeySecrets and SecurityTokens consist of: base64 in any alphabet.
pub(super) fn is_usual(byte: u8) -> bool {
    is_unreserved(byte) || matches!(byte, b'+' | b'/' | b'=')
}

/// Returns whether a character is white space other than a plain space.
pub(super) fn is_other_space(character: char) -> bool {
    character.is_whitespace() && character != ' '
}

/// Returns whether a text has a character that [`is_invisible`].
pub(super) fn has_invisible(text: &str) -> bool {
    !text.is_ascii() && text.contains(is_invisible)
}

/// Returns whether a character is a quotation mark of any writing.
pub(super) const fn is_quotation_mark(character: char) -> bool {
    matches!(
        character,
        '"' | '\'' | '`' | '´' | '«' | '»' | '‹' | '›' | '\u{2018}'
            ..='\u{201F}' | '「' | '」' | '『' | '』' | '＂' | '＇'
    )
}

/// Returns whether a character shows nothing by itself, or changes how its neighbours are shown: the format characters
/// (Cf), what a renderer may ignore (Default_Ignorable_Code_Point), blanks that are no white space, and noncharacters, all
/// by Unicode 16.
const fn is_invisible(character: char) -> bool {
    let code = character as u32;
    code & 0xFFFE == 0xFFFE
        || matches!(
            code,
            0xAD | 0x34F | 0x600..=0x605 | 0x61C | 0x6DD | 0x70F | 0x890..=0x891 | 0x8E2 | 0x115F..=0x1160 | 0x17B4..=0x17B5
                | 0x180B..=0x180F | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0x2800 | 0x3164 | 0xFDD0..=0xFDEF
                | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFB | 0x110BD | 0x110CD | 0x13430..=0x1343F
                | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A | 0xE0000..=0xE0FFF
        )
}
