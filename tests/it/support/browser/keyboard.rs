//! Keys as Chromium hears them.

use serde_json::{Value, json};

const ALT: u8 = 1;
const CTRL: u8 = 2;
const META: u8 = 4;
const SHIFT: u8 = 8;

/// Keys with a name: name, code, virtual key code, text.
const NAMED: &[(&str, &str, u32, &str)] = &[
    ("Tab", "Tab", 9, ""),
    ("Enter", "Enter", 13, "\r"),
    ("Escape", "Escape", 27, ""),
    ("Space", "Space", 32, " "),
    ("Backspace", "Backspace", 8, ""),
    ("Delete", "Delete", 46, ""),
    ("Home", "Home", 36, ""),
    ("End", "End", 35, ""),
    ("PageUp", "PageUp", 33, ""),
    ("PageDown", "PageDown", 34, ""),
    ("ArrowLeft", "ArrowLeft", 37, ""),
    ("ArrowUp", "ArrowUp", 38, ""),
    ("ArrowRight", "ArrowRight", 39, ""),
    ("ArrowDown", "ArrowDown", 40, ""),
];

/// What editors do on a shortcut; Chromium must be told, because a window without a desktop has no shortcuts.
const EDITING: &[(&str, &str)] = &[
    ("Ctrl+A", "selectAll"),
    ("Ctrl+C", "copy"),
    ("Ctrl+X", "cut"),
    ("Ctrl+V", "paste"),
    ("Ctrl+Z", "undo"),
    ("Ctrl+Shift+Z", "redo"),
];

/// The events of pressing and releasing a combination such as `Ctrl+S`, `Shift+Tab`, `ArrowDown` or `?`.
pub fn combination(keys: &str) -> Vec<Value> {
    let (held, key) = match keys.strip_suffix('+').unwrap_or(keys).rsplit_once('+') {
        Some((held, key)) if !keys.ends_with('+') => (held, key),
        _ => ("", keys),
    };
    let modifiers = held.split('+').map(modifier).fold(0, |all, one| all | one);
    let commands: Vec<&str> = EDITING
        .iter()
        .filter(|(shortcut, _)| *shortcut == keys)
        .map(|(_, command)| *command)
        .collect();
    let named = NAMED.iter().find(|(name, ..)| *name == key);
    if let Some((name, code, number, text)) = named {
        let name = if *name == "Space" { " " } else { *name };
        return events(name, code, *number, text, modifiers, &commands);
    }
    let mut letters = key.chars();
    let (Some(letter), None) = (letters.next(), letters.next()) else {
        panic!("there is no key {key}");
    };
    // Shortcuts are written with capitals, and pressed without Shift unless it is named.
    let letter = if held.is_empty() {
        letter
    } else {
        letter.to_ascii_lowercase()
    };
    stroke(letter, modifiers, &commands)
}

/// The events of typing one letter.
pub fn letter(letter: char) -> Vec<Value> {
    match letter {
        '\n' => combination("Enter"),
        ' ' => combination("Space"),
        _ => stroke(letter, 0, &[]),
    }
}

fn modifier(name: &str) -> u8 {
    match name {
        "" => 0,
        "Alt" => ALT,
        "Ctrl" => CTRL,
        "Meta" => META,
        "Shift" => SHIFT,
        _ => panic!("there is no modifier {name}"),
    }
}

fn stroke(letter: char, modifiers: u8, commands: &[&str]) -> Vec<Value> {
    let upper = letter.to_ascii_uppercase();
    let (code, number) = match upper {
        'A'..='Z' => (format!("Key{upper}"), u32::from(upper)),
        '0'..='9' => (format!("Digit{upper}"), u32::from(upper)),
        _ => (String::new(), 0),
    };
    let letter = if modifiers & SHIFT == 0 {
        letter
    } else {
        upper
    };
    let text = if modifiers & (CTRL | META | ALT) == 0 {
        letter.to_string()
    } else {
        String::new()
    };
    events(
        &letter.to_string(),
        &code,
        number,
        &text,
        modifiers,
        commands,
    )
}

fn events(
    key: &str,
    code: &str,
    number: u32,
    text: &str,
    modifiers: u8,
    commands: &[&str],
) -> Vec<Value> {
    let down = if text.is_empty() {
        "rawKeyDown"
    } else {
        "keyDown"
    };
    let event = |kind: &str, text: &str, commands: &[&str]| {
        json!({
            "type": kind, "key": key, "code": code, "windowsVirtualKeyCode": number, "text": text,
            "unmodifiedText": text, "modifiers": modifiers, "commands": commands,
        })
    };
    vec![event(down, text, commands), event("keyUp", "", &[])]
}
