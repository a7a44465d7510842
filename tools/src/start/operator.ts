/** The operator of a development platform: a test identity that cannot be taken for a real company. */
export const operator = {
  name: 'Оператор (тест)',
  bin: '210140000016',
  mailFrom: 'EDO (test) <no-reply@edo.test>',
  /** The first login of the operator's staff. */
  firstLogin: (password: string) => ({ email: 'operator@edo.test', phone: '+77000000001', password }),
} as const;
