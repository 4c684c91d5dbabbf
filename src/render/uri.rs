//! File names as URIs, so that a report names the same file on every system and whatever characters stand in it.

/// A file name as a URI reference.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Uri {
    /// The reference, percent-encoded.
    pub(super) text: String,
    /// Whether it starts from the folder the program ran in; else it is a `file:` URI.
    pub(super) relative: bool,
}

impl Uri {
    /// The URI of a file name as the user gave it. A backslash parts folders as a slash does, a drive letter or two
    /// backslashes begin an absolute name.
    pub(super) fn of(file: &str) -> Uri {
        let path = file.replace('\\', "/");
        let absolute = |start: &str, rest: &str| Uri {
            text: format!("file://{start}{}", encoded(rest)),
            relative: false,
        };
        if let Some(share) = path.strip_prefix("//").filter(|_| file.starts_with("\\\\")) {
            return absolute("", share);
        }
        if let Some((drive, rest)) = path.split_once(":/").filter(|(drive, _)| is_drive(drive)) {
            return absolute(&format!("/{drive}:/"), rest);
        }
        match path.strip_prefix('/') {
            Some(rest) => absolute("/", rest),
            None => Uri {
                text: encoded(&path),
                relative: true,
            },
        }
    }
}

/// A relative file name with slashes and without `./`; any other as it is, with slashes.
pub(super) fn slashed(file: &str) -> String {
    let path = file.replace('\\', "/");
    if path.starts_with('/') {
        return path;
    }
    segments(&path).join("/")
}

fn is_drive(text: &str) -> bool {
    matches!(text.as_bytes(), [letter] if letter.is_ascii_alphabetic())
}

/// The folders and the file of a path, without those that stand for no step.
fn segments(path: &str) -> Vec<&str> {
    let mut kept: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match (segment, kept.last()) {
            ("" | ".", _) => {}
            ("..", Some(last)) if *last != ".." => {
                kept.pop();
            }
            _ => kept.push(segment),
        }
    }
    kept
}

/// A path with everything but letters, digits and `-._~` of ASCII percent-encoded, slashes kept.
fn encoded(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    for (number, segment) in segments(path).into_iter().enumerate() {
        if number > 0 {
            text.push('/');
        }
        for byte in segment.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                text.push(char::from(byte));
            } else {
                text.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uri(file: &str) -> (String, bool) {
        let uri = Uri::of(file);
        (uri.text, uri.relative)
    }

    #[test]
    fn a_relative_name_stays_relative_and_is_encoded() {
        let cases = [
            ("申报信息.xlsx", "%E7%94%B3%E6%8A%A5%E4%BF%A1%E6%81%AF.xlsx"),
            ("./a/b c.toml", "a/b%20c.toml"),
            ("a\\b.toml", "a/b.toml"),
            ("a/../b.toml", "b.toml"),
            ("../a.toml", "../a.toml"),
            ("#1?100%.toml", "%231%3F100%25.toml"),
            ("a:b.toml", "a%3Ab.toml"),
            ("ab:/c.toml", "ab%3A/c.toml"),
            ("a\nb.toml", "a%0Ab.toml"),
        ];
        for (file, expected) in cases {
            assert_eq!(uri(file), (expected.to_owned(), true), "{file:?}");
        }
    }

    #[test]
    fn an_absolute_name_is_a_file_uri() {
        let cases = [
            ("/srv/申 报.toml", "file:///srv/%E7%94%B3%20%E6%8A%A5.toml"),
            ("C:\\奖\\a.xlsx", "file:///C:/%E5%A5%96/a.xlsx"),
            ("c:/a.xlsx", "file:///c:/a.xlsx"),
            ("\\\\server\\share\\a.xlsx", "file://server/share/a.xlsx"),
        ];
        for (file, expected) in cases {
            assert_eq!(uri(file), (expected.to_owned(), false), "{file:?}");
        }
    }

    #[test]
    fn a_name_for_people_keeps_its_characters() {
        assert_eq!(slashed("./申报\\信息.toml"), "申报/信息.toml");
        assert_eq!(slashed("/srv/a b.toml"), "/srv/a b.toml");
        assert_eq!(slashed("C:\\a.toml"), "C:/a.toml");
    }
}
