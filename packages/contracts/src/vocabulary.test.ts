import { expect, it } from '@jest/globals';
import { hasValidCheckDigit } from './vocabulary.ts';

it.each([
  ['a БИН', '940140000385', true],
  ['the same БИН with another last digit', '940140000384', false],
  ['a number whose first row of weights leaves 10, judged by the second', '123456789013', true],
  ['such a number with another last digit', '123456789011', false],
])('[5.1.3.4] judges the check digit of %s', (_, number, expected) =>
  expect(hasValidCheckDigit(number)).toBe(expected),
);
