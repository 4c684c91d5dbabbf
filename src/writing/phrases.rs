//! Phrases that texts are searched for, all in one pass.

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use serde::Deserialize;

/// Phrases as they are compared: whoever searches a text folds both alike.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(try_from = "Vec<String>")]
pub struct Phrases {
    phrases: Vec<String>,
    /// Finds any of them; `None` where there is none to find.
    anywhere: Option<AhoCorasick>,
}

impl TryFrom<Vec<String>> for Phrases {
    type Error = String;

    fn try_from(phrases: Vec<String>) -> Result<Phrases, String> {
        if phrases.iter().any(String::is_empty) {
            // it would stand in every text
            return Err("a blank phrase".to_owned());
        }
        let anywhere = match phrases.as_slice() {
            [] => None,
            some => {
                // quick to build: most runs search a few texts
                let kind = Some(AhoCorasickKind::ContiguousNFA);
                let built = AhoCorasick::builder().kind(kind).build(some);
                Some(built.map_err(|error| error.to_string())?)
            }
        };
        Ok(Phrases { phrases, anywhere })
    }
}

impl Phrases {
    /// Whether one of them stands anywhere in the text.
    pub fn in_text(&self, text: &str) -> bool {
        self.anywhere.as_ref().is_some_and(|anywhere| anywhere.is_match(text))
    }

    /// Whether the text begins with one of them.
    pub fn start(&self, text: &str) -> bool {
        self.phrases.iter().any(|phrase| text.starts_with(phrase.as_str()))
    }

    /// Whether the text ends with one of them.
    pub fn end(&self, text: &str) -> bool {
        self.phrases.iter().any(|phrase| text.ends_with(phrase.as_str()))
    }

    /// Whether the text is one of them.
    pub fn are(&self, text: &str) -> bool {
        self.phrases.iter().any(|phrase| phrase == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn they_are_found_where_each_alone_is(text in "[甲乙丙]{0,8}", phrases in proptest::collection::vec("[甲乙丙]{1,3}", 0..4)) {
            let all = Phrases::try_from(phrases.clone()).unwrap();
            let any = |is: &dyn Fn(&str) -> bool| phrases.iter().any(|phrase| is(phrase));
            proptest::prop_assert_eq!(all.in_text(&text), any(&|phrase| text.contains(phrase)));
            proptest::prop_assert_eq!(all.start(&text), any(&|phrase| text.starts_with(phrase)));
            proptest::prop_assert_eq!(all.end(&text), any(&|phrase| text.ends_with(phrase)));
            proptest::prop_assert_eq!(all.are(&text), any(&|phrase| text == phrase));
        }
    }

    #[test]
    fn a_blank_phrase_is_refused() {
        assert!(Phrases::try_from(vec![String::new()]).is_err());
    }
}
