//! The answer as one line of JSON.

use super::verdict::Judgement;

/// Appends `{"text","verdict","findings":[{"rule","span","severity","message","suggestion"}]}` and a line end.
pub fn write_json_line(judgement: &Judgement, text: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(b"{\"text\":");
    string(text, out);
    out.extend_from_slice(b",\"verdict\":\"");
    out.extend_from_slice(judgement.verdict.name().as_bytes());
    out.extend_from_slice(b"\",\"findings\":[");
    for (index, finding) in judgement.findings.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        out.extend_from_slice(b"{\"rule\":");
        string(&finding.rule, out);
        out.extend_from_slice(b",\"span\":[");
        number(finding.span.0, out);
        out.push(b',');
        number(finding.span.1, out);
        out.extend_from_slice(b"],\"severity\":\"");
        out.extend_from_slice(finding.severity.name().as_bytes());
        out.extend_from_slice(b"\",\"message\":");
        string(&finding.message, out);
        out.extend_from_slice(b",\"suggestion\":");
        match &finding.suggestion {
            Some(suggestion) => string(suggestion, out),
            None => out.extend_from_slice(b"null"),
        }
        out.push(b'}');
    }
    out.extend_from_slice(b"]}\n");
}

fn number(value: usize, out: &mut Vec<u8>) {
    if value >= 10 {
        number(value / 10, out);
    }
    out.push(b'0' + (value % 10) as u8);
}

fn string(text: &str, out: &mut Vec<u8>) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out.push(b'"');
    let mut rest = text.as_bytes();
    while let Some(at) = rest
        .iter()
        .position(|byte| *byte < 0x20 || matches!(byte, b'"' | b'\\'))
    {
        let (plain, special) = rest.split_at(at);
        out.extend_from_slice(plain);
        let Some((byte, after)) = special.split_first() else {
            break;
        };
        match byte {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', *byte]),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            _ => {
                out.extend_from_slice(b"\\u00");
                for half in [byte >> 4, byte & 15] {
                    out.push(HEX.get(usize::from(half)).copied().unwrap_or(b'0'));
                }
            }
        }
        rest = after;
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::lint::verdict::{Finding, Verdict};

    #[test]
    fn a_line_reads_back_as_json_with_its_keys_in_order() {
        let judgement = Judgement {
            verdict: Verdict::Block,
            findings: vec![Finding {
                rule: "R".into(),
                span: (0, 123),
                severity: Verdict::Block,
                message: "Says \"cure\"\u{1}\\".into(),
                suggestion: None,
                criterion: None,
            }],
            statement: None,
        };
        let mut out = Vec::new();
        write_json_line(&judgement, "a\t\"ü\"\n", &mut out);
        assert_eq!(
            String::from_utf8_lossy(&out),
            "{\"text\":\"a\\t\\\"ü\\\"\\n\",\"verdict\":\"block\",\"findings\":[{\"rule\":\"R\",\"span\":[0,123],\"severity\":\"block\",\
             \"message\":\"Says \\\"cure\\\"\\u0001\\\\\",\"suggestion\":null}]}\n"
        );
        assert!(serde_json::from_slice::<serde_json::Value>(&out).is_ok());
    }
}
