//! Reads the XML of a refusal: `<Error>` with one element for each member, and no other XML.
//!
//! Source: the vendor's page on response results (ECS), and the XML that `alibabacloud-tea-openapi` reads errors from.

use super::body::Value;
use super::redact::code_point;
use super::text::{concat, find, split_once};

/// The most elements that are read; a refusal has about a dozen.
const MAX_ELEMENTS: usize = 64;

const CDATA: &str = "<![CDATA[";

/// Returns the members of an error, or `None` for any other text.
pub(super) fn members(text: &str) -> Option<Vec<(String, Value)>> {
    let text = text.trim_start_matches('\u{feff}').trim_ascii();
    let text = match text.strip_prefix("<?xml") {
        Some(declaration) => split_once(declaration, "?>")?.1.trim_ascii_start(),
        None => text,
    };
    let inside = text.strip_prefix("<Error>")?.strip_suffix("</Error>")?;
    elements(inside, true)
}

/// Reads elements without attributes that hold text or, `nested`, elements that hold text.
fn elements(mut rest: &str, nested: bool) -> Option<Vec<(String, Value)>> {
    let mut members = Vec::new();
    loop {
        rest = rest.trim_ascii_start();
        if rest.is_empty() {
            return Some(members);
        }
        let (name, behind) = split_once(rest.strip_prefix('<')?, ">")?;
        let (name, content, behind) = match name.strip_suffix('/') {
            Some(name) => (name.trim_ascii_end(), "", behind),
            None => {
                let (content, behind) = split_once(behind, &concat(&["</", name, ">"]))?;
                (name, content, behind)
            }
        };
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if !is_name || members.len() == MAX_ELEMENTS {
            return None;
        }
        let value = if nested && content.trim_ascii_start().starts_with('<') && find(content, CDATA).is_none() {
            Value::Object(elements(content, false)?)
        } else {
            Value::Text(unescaped(content)?)
        };
        members.push((name.to_owned(), value));
        rest = behind;
    }
}

/// Decodes the entities of a text. A text that is entirely CDATA is returned unchanged.
fn unescaped(text: &str) -> Option<String> {
    if let Some(data) = text.trim_ascii().strip_prefix(CDATA) {
        return data.strip_suffix("]]>").filter(|data| split_once(data, "]]>").is_none()).map(str::to_owned);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = split_once(rest, "&") {
        let (entity, behind) = split_once(behind, ";")?;
        out.push_str(before);
        out.push(entity_character(entity)?);
        rest = behind;
    }
    out.push_str(rest);
    split_once(text, "<").is_none().then_some(out)
}

fn entity_character(entity: &str) -> Option<char> {
    let number = match entity {
        "amp" => return Some('&'),
        "lt" => return Some('<'),
        "gt" => return Some('>'),
        "quot" => return Some('"'),
        "apos" => return Some('\''),
        _ => entity.strip_prefix('#')?,
    };
    let (digits, radix) = number.strip_prefix('x').map_or((number, 10), |hex| (hex, 16));
    code_point(digits.as_bytes(), radix)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rpc::body::tests::text;

    #[test]
    fn refusal_in_xml_is_read() {
        let members = members(
            "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<Error>\n  <Code>NoPermission</Code>\n  <Message>a &amp;amp; &quot;b&quot; &#60;&#x3E;é</Message><Empty/><None></None><AccessDeniedDetail>\n<AuthAction>oos:CancelExecution</AuthAction></AccessDeniedDetail><Recommend><![CDATA[https://api.aliyun.com/?q=a&b]]></Recommend>\n</Error>\n",
        )
        .unwrap();
        let detail = vec![("AuthAction".to_owned(), text("oos:CancelExecution"))];
        let expected = [
            ("Code", text("NoPermission")),
            ("Message", text("a &amp; \"b\" <>é")),
            ("Empty", text("")),
            ("None", text("")),
            ("AccessDeniedDetail", Value::Object(detail)),
            ("Recommend", text("https://api.aliyun.com/?q=a&b")),
        ];
        assert_eq!(members, expected.map(|(name, value)| (name.to_owned(), value)));
    }

    #[test]
    fn other_xml_is_refused() {
        for text in [
            "",
            "oops",
            "<html></html>",
            "<Error>",
            "<error></error>",
            "<Error></Error><Error></Error>",
            "<Error a='1'></Error>",
            "<Error>text</Error>",
            "<Error><Code>x</Error>",
            "<Error><Code>x</Message></Error>",
            "<Error><Code a='1'>x</Code></Error>",
            "<Error><Code>a<b>c</b></Code></Error>",
            "<Error><Code>&nbsp;</Code></Error>",
            "<Error><Code>&#xD800;</Code></Error>",
            "<Error><Code>a & b</Code></Error>",
            "<Error><Code><A><B>c</B></A></Code></Error>",
            "<!DOCTYPE a [<!ENTITY b 'c'>]><Error></Error>",
            "<CancelExecutionResponse><RequestId>x</RequestId></CancelExecutionResponse>",
            &format!("<Error>{}</Error>", "<A/>".repeat(65)),
        ] {
            assert_eq!(members(text), None, "{text}");
        }
    }

    #[test]
    fn long_hostile_texts_are_read_in_linear_time() {
        for piece in ["<A>", "<A/>", "&amp;", "<", "<A></A>", "</", "<![CDATA[", "&"] {
            let _ = members(&format!("<Error>{}</Error>", piece.repeat(65_536 / piece.len())));
            let _ = members(&format!("<Error><Code>{}</Code></Error>", piece.repeat(65_536 / piece.len())));
        }
    }
}
