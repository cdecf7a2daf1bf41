//! What runs over several chains or beside them, as the scenario describes it.

/// Settings of the systems of the field; by default there are none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SystemsSpec {}
