import { pdfOf } from './pdf.ts';
import type { PartyName, Plans } from './plans.ts';

/** A document of the road: what it is, who sends it to whom, and whether the receiver signs it too. */
export interface Letter {
  readonly kind: 'contract' | 'official-letter';
  readonly title: string;
  readonly fileName: string;
  readonly from: PartyName;
  readonly to: PartyName;
  readonly content: Uint8Array;
}

export const contractOf = async (number: string, at: Date, { seller, buyer }: Plans): Promise<Letter> => ({
  kind: 'contract',
  title: `Договор поставки № ${number}`,
  fileName: `contract-${number}.pdf`,
  from: 'seller',
  to: 'buyer',
  content: await pdfOf(
    `Договор поставки № ${number}`,
    [
      `${seller.client.name} обязуется поставить, а ${buyer.client.name} принять и оплатить товар.`,
      'Жеткізуші тауарды жеткізуге, ал сатып алушы оны қабылдап, ақысын төлеуге міндеттенеді.',
    ],
    at,
  ),
});

export const letterOf = async (
  number: string,
  at: Date,
  from: PartyName,
  to: PartyName,
): Promise<Letter> => ({
  kind: 'official-letter',
  title: `Письмо № ${number}`,
  fileName: `letter-${number}.pdf`,
  from,
  to,
  content: await pdfOf(
    `Письмо № ${number}`,
    [
      'Прошу предоставить сведения об исполнении договора.',
      'Шарттың орындалуы туралы мәлімет беруіңізді сұраймын.',
    ],
    at,
  ),
});
