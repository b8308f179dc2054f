//! What a file was called where it came from, for people to know it again. Never a path, never used to store it.

/// Longest name that is kept, in characters.
const MAX_NAME: usize = 200;

/// The last part of a file's name, without control characters and invisible ones that turn text around, at most 200
/// characters long.
pub fn plain_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let visible: String = last.chars().filter(|letter| !is_hidden(*letter)).collect();
    let words: Vec<&str> = visible.split_whitespace().collect();
    let plain: String = words.join(" ").chars().take(MAX_NAME).collect();
    match plain.trim_start_matches('.').trim() {
        "" => "unnamed".to_owned(),
        name => name.to_owned(),
    }
}

/// Control characters, and those that change the direction of writing, with which `gpj.exe` can look like `exe.jpg`.
fn is_hidden(letter: char) -> bool {
    (letter.is_control() && !letter.is_whitespace())
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_its_last_part() {
        for (given, kept) in [
            ("front.jpg", "front.jpg"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\me\\front label.png", "front label.png"),
            ("/", "unnamed"),
            ("..", "unnamed"),
            ("", "unnamed"),
            (".htaccess", "htaccess"),
            ("a\u{202e}gpj.exe", "agpj.exe"),
            ("a\0b\r\nc.jpg", "ab c.jpg"),
            ("Größe 5 mg.webp", "Größe 5 mg.webp"),
        ] {
            assert_eq!(plain_name(given), kept, "{given:?}");
        }
        assert_eq!(plain_name(&"ü".repeat(500)).chars().count(), 200);
    }
}
