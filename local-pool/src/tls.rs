//! TLS for the pool's address, with a certificate that is made at the start.

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};
use std::net::IpAddr;
use std::sync::Arc;
use time::{Duration, OffsetDateTime};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::{ServerConfig, crypto};
use url::Url;

/// How long the certificates are valid: longer than a pool runs.
const VALID_FOR: Duration = Duration::days(90);
/// The authority's name. It differs from the server's name: otherwise, OpenSSL would take the server's certificate for
/// self-signed.
const AUTHORITY: &str = "CognitoAuth local pool authority";
const SERVER: &str = "CognitoAuth local pool";

/// What the server speaks TLS with.
pub(crate) struct Tls {
    pub acceptor: TlsAcceptor,
    /// The certificate of the authority that signed the server's certificate, as PEM. Clients must trust it.
    pub authority: String,
}

/// Makes an authority and a certificate for these names. Nobody keeps the authority's key: it signs only the
/// authority's own certificate and the server's.
pub(crate) fn make(names: Vec<String>) -> Result<Tls, String> {
    let failed = |error: rcgen::Error| format!("cannot make a certificate: {error}");
    let authority_key = KeyPair::generate().map_err(failed)?;
    let authority = authority().map_err(failed)?;
    let certificate = authority.self_signed(&authority_key).map_err(failed)?;
    let issuer = Issuer::new(authority, authority_key);
    let key = KeyPair::generate().map_err(failed)?;
    let server = server(names).and_then(|server| server.signed_by(&key, &issuer)).map_err(failed)?;
    let chain = vec![server.der().clone(), certificate.der().clone()];
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let mut config = ServerConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|config| config.with_no_client_auth().with_single_cert(chain, key))
        .map_err(|error| format!("cannot speak TLS: {error}"))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Tls { acceptor: TlsAcceptor::from(Arc::new(config)), authority: certificate.pem() })
}

/// The names for the server's certificate: those of this machine, the bound addresses, the names that the options give the
/// pool, and the host of the public URL.
pub(crate) fn names(bound: &[IpAddr], hosts: &[String], public_url: Option<&str>) -> Vec<String> {
    let mut names = vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()];
    let public = public_url.and_then(|url| Url::parse(url).ok());
    let host = public.as_ref().and_then(Url::host_str).map(|host| host.trim_matches(['[', ']']).to_owned());
    let bound = bound.iter().filter(|ip| !ip.is_unspecified()).map(ToString::to_string);
    for name in bound.chain(hosts.iter().cloned()).chain(host) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn authority() -> Result<CertificateParams, rcgen::Error> {
    let mut parameters = params(Vec::new(), AUTHORITY)?;
    parameters.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    parameters.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    Ok(parameters)
}

fn server(names: Vec<String>) -> Result<CertificateParams, rcgen::Error> {
    let mut parameters = params(names, SERVER)?;
    parameters.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    parameters.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    parameters.use_authority_key_identifier_extension = true;
    Ok(parameters)
}

fn params(names: Vec<String>, common_name: &str) -> Result<CertificateParams, rcgen::Error> {
    let now = OffsetDateTime::now_utc();
    let mut parameters = CertificateParams::new(names)?;
    parameters.distinguished_name.push(DnType::CommonName, common_name);
    // A client's clock may be a little behind.
    parameters.not_before = now - Duration::DAY;
    parameters.not_after = now + VALID_FOR;
    Ok(parameters)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    #[test]
    fn the_certificate_has_the_names_of_this_machine_and_of_the_address() {
        let here = ["localhost", "127.0.0.1", "::1"];
        assert_eq!(names(&[Ipv4Addr::LOCALHOST.into()], &[], None), here);
        assert_eq!(names(&[Ipv4Addr::UNSPECIFIED.into()], &[], None), here);
        let hosts = ["localhost".to_owned(), "pool".to_owned()];
        let more = names(&[[192, 0, 2, 1].into()], &hosts, Some("https://[2001:db8::1]:9229"));
        assert_eq!(more[..3], here);
        assert_eq!(more[3..], ["192.0.2.1", "pool", "2001:db8::1"]);
        assert_eq!(
            names(&[Ipv4Addr::LOCALHOST.into()], &[], Some("https://pool.example"))[3],
            "pool.example"
        );
    }
}
