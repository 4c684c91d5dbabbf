//! The table of texts that cells share, as far as it says how many they are.

use quick_xml::Reader;
use quick_xml::events::Event;

/// How many texts the table of shared texts declares, 0 where it does not say; `None` if it does not begin as
/// such a table does.
pub(super) fn declared(head: &[u8]) -> Option<u64> {
    let mut reader = Reader::from_reader(head);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag) | Event::Empty(tag)) if tag.local_name().as_ref() == "sst" => {
                let mut declared = 0;
                for attribute in tag.attributes().with_checks(false) {
                    let attribute = attribute.ok()?;
                    // `count` says how often the texts are used, which may be any number of times.
                    if attribute.key.as_ref() == "uniqueCount" {
                        declared = attribute.value.trim().parse().unwrap_or(u64::MAX).max(declared);
                    }
                }
                return Some(declared);
            }
            Ok(Event::Eof) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}
