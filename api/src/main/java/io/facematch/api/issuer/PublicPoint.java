package io.facematch.api.issuer;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import javax.crypto.KeyAgreement;

/**
 * The public half of an elliptic private key, which Java does not offer. Key agreement with the curve's generator yields
 * its x; the curve gives two candidates for y, and the right one verifies a signature.
 */
final class PublicPoint {
    private PublicPoint() {}

    static PublicKey of(ECPrivateKey key) throws GeneralSecurityException {
        var curve = key.getParams().getCurve();
        var prime = ((ECFieldFp) curve.getField()).getP();
        var keys = KeyFactory.getInstance("EC");
        var agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(key);
        agreement.doPhase(
                keys.generatePublic(new ECPublicKeySpec(key.getParams().getGenerator(), key.getParams())), true);
        var x = new BigInteger(1, agreement.generateSecret());
        // A square root by one power, since P-256's prime is 3 modulo 4.
        var y = x.pow(3)
                .add(curve.getA().multiply(x))
                .add(curve.getB())
                .modPow(prime.add(BigInteger.ONE).shiftRight(2), prime);
        for (var candidate : new BigInteger[] {y, prime.subtract(y)}) {
            var found = keys.generatePublic(new ECPublicKeySpec(new ECPoint(x, candidate), key.getParams()));
            if (belongTogether(key, found)) {
                return found;
            }
        }
        throw new InvalidKeyException("the private key is not on its curve");
    }

    private static boolean belongTogether(ECPrivateKey key, PublicKey candidate) throws GeneralSecurityException {
        var text = new byte[] {1};
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update(text);
        var signed = signature.sign();
        signature.initVerify(candidate);
        signature.update(text);
        return signature.verify(signed);
    }
}
