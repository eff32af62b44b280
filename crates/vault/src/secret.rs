//! Secret bytes as a type: wiped when dropped, never printed, compared in
//! constant time.

use std::fmt;

use subtle::ConstantTimeEq;
use zeroize::Zeroize;

use crate::entropy::Entropy;

/// `N` secret bytes. They live in one place on the heap (moving the value
/// leaves no copy behind) and are overwritten when it is dropped.
#[derive(Clone)]
pub struct SecretBytes<const N: usize>(Box<[u8; N]>);

impl<const N: usize> SecretBytes<N> {
    /// Fresh random bytes.
    pub fn random(entropy: &dyn Entropy) -> Self {
        let mut secret = Self(Box::new([0; N]));
        entropy.fill(secret.0.as_mut());
        secret
    }

    /// Takes over known bytes, wiping the array they came in.
    pub fn take(bytes: &mut [u8; N]) -> Self {
        let secret = Self(Box::new(*bytes));
        bytes.zeroize();
        secret
    }

    /// The bytes, at the few places that compute with them.
    pub fn expose(&self) -> &[u8; N] {
        &self.0
    }

    pub(crate) fn expose_mut(&mut self) -> &mut [u8; N] {
        &mut self.0
    }

    /// All zero: a place to derive a key into.
    pub(crate) fn zero() -> Self {
        Self(Box::new([0; N]))
    }
}

impl<const N: usize> Drop for SecretBytes<N> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<const N: usize> PartialEq for SecretBytes<N> {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(other.0.as_ref()).into()
    }
}

impl<const N: usize> Eq for SecretBytes<N> {}

impl<const N: usize> fmt::Debug for SecretBytes<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretBytes")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_only_when_every_byte_is() {
        let one = SecretBytes::take(&mut [1, 2, 3]);

        assert_eq!(one, SecretBytes::take(&mut [1, 2, 3]));
        assert_ne!(one, SecretBytes::take(&mut [1, 2, 4]));
    }

    #[test]
    fn taking_bytes_wipes_where_they_came_from() {
        let mut source = [9; 16];
        let secret = SecretBytes::take(&mut source);

        assert_eq!(source, [0; 16]);
        assert_eq!(secret.expose(), &[9; 16]);
    }

    #[test]
    fn debug_prints_the_type_name_alone() {
        assert_eq!(
            format!("{:?}", SecretBytes::take(&mut [0x41; 4])),
            "SecretBytes"
        );
    }
}
