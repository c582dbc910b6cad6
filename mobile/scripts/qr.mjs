// Prints an address as a QR code for a phone's camera.
import { encodeQR } from 'qr';

console.log(encodeQR(process.argv[2], 'ascii'));
