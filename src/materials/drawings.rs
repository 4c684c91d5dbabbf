//! Charts and diagrams beside the body of a document.

use crate::container::package::Relationship;
use crate::materials::flaw::Flaw;
use crate::materials::parts::Parts;
use crate::materials::search::Search;

/// Searches a chart or a diagram, if that is what a relationship leads to.
pub fn drawn(parts: &mut Parts<'_>, related: &Relationship, search: &mut Search<'_>) -> Result<(), Flaw> {
    let Some(part) = related.part.as_deref() else {
        return Ok(());
    };
    if related.is("diagramData") {
        parts.texts(part, &["t"], "p", search)?;
    } else if related.is("chart") {
        parts.texts(part, &["t", "v"], "pt", search)?;
    }
    Ok(())
}
