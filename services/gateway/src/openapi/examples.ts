/** An example for a schema of this name; made up. */
export const examples: Readonly<Record<string, unknown>> = {
  Id: '0192f0c1-2a3b-7c4d-8e5f-60718293a4b5',
  Instant: '2026-03-16T09:00:00.000Z',
  Day: '2026-03-16',
  Sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  Email: 'user@company.example',
  Phone: '+77010000000',
  Iin: '900101300017',
  Bin: '990240000010',
  Problem: {
    type: '/problems/PARAMS_INVALID',
    title: 'The request is wrong',
    status: 400,
    detail: 'the request does not have the form that is expected',
    instance: 'urn:trace:4bf92f3577b34da6a3ce929d0e0e4736',
    errors: [{ pointer: '/receiverClientId', detail: 'Invalid UUID' }],
  },
};
