//! What goes through the gate: the length of a head in four bytes, the lowest first; the head, as JSON; then files, one
//! after another, whose lengths stand in the head.

use crate::{Answer, Answered, Asked, ask};

/// The answer to a question, both as parcels.
pub fn answer(question: &[u8]) -> Vec<u8> {
    let (answered, files) = match opened(question).and_then(|(asked, files)| ask(asked, files)) {
        Ok(answer) => answer,
        Err(why) => refused(why),
    };
    // an answer is made of strings and numbers
    let head = serde_json::to_vec(&answered).unwrap_or_default();
    let length = u32::try_from(head.len()).unwrap_or_default();
    let mut parcel = length.to_le_bytes().to_vec();
    parcel.extend(head);
    files.into_iter().for_each(|file| parcel.extend(file));
    parcel
}

fn refused(why: String) -> Answer {
    let answered = Answered {
        refused: Some(why),
        ..Answered::default()
    };
    (answered, Vec::new())
}

/// The question in a parcel, and the files in it.
fn opened(parcel: &[u8]) -> Result<(Asked, Vec<Vec<u8>>), String> {
    let short = || "a parcel was cut off".to_owned();
    let (length, rest) = parcel.split_first_chunk::<4>().ok_or_else(short)?;
    let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|error| error.to_string())?;
    let (head, mut rest) = rest.split_at_checked(length).ok_or_else(short)?;
    let asked: Asked = serde_json::from_slice(head).map_err(|error| error.to_string())?;
    let mut files = Vec::new();
    if let Asked::Judge { files: named, .. } = &asked {
        for file in named {
            let (bytes, behind) = rest.split_at_checked(file.bytes).ok_or_else(short)?;
            files.push(bytes.to_vec());
            rest = behind;
        }
    }
    Ok((asked, files))
}
