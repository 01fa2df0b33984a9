import { z } from '../../../records/index.ts';

/** Bounds on what one observation may hold; the largest real ones stay far below. */
export const mostPhotos = 1000;
const mostAncestors = 100;
const mostFlags = 1000;

const text = z.string().min(1).max(500);
const id = z.int().positive();

/** "50.0949055,-104.71929167": latitude, longitude. */
const locationText = z
  .string()
  .regex(/^-?\d{1,2}(\.\d{1,20})?,-?\d{1,3}(\.\d{1,20})?$/, 'Not a latitude and a longitude')
  .transform((location) => location.split(',').map(Number));

const location = z
  .union([locationText, z.array(z.number())])
  .pipe(z.tuple([z.number().min(-90).max(90), z.number().min(-180).max(180)]));

/** A date, or a time of which the date is taken: "2018-07-07 08:10:06-05:00". */
const date = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d([T ]|$)/, 'Not a date')
  .max(100)
  .transform((time) => time.slice(0, 10))
  .pipe(z.iso.date());

export const photoSchema = z.object({
  id,
  license_code: z.string().max(100).nullish(),
  url: z.string().max(2000).nullish(),
  original_dimensions: z
    .object({ width: z.int().positive().nullish(), height: z.int().positive().nullish() })
    .nullish(),
  flags: z
    .array(z.object({ resolved: z.boolean().nullish() }))
    .max(mostFlags)
    .nullish(),
  hidden: z.boolean().nullish(),
});

/** What is read of an observation: whatever else the API says of it is left aside. */
export const observationSchema = z.object({
  id,
  uuid: z.guid(),
  quality_grade: z.string().max(100),
  observed_on: date.nullish(),
  location: location.nullish(),
  taxon: z.object({ id, ancestor_ids: z.array(id).max(mostAncestors).default([]) }),
  user: z.object({ login: text, name: z.string().max(500).nullish() }),
  observation_photos: z
    .array(z.object({ position: z.int().nullish(), photo: photoSchema }))
    .max(mostPhotos)
    .default([]),
});
export type Observation = z.infer<typeof observationSchema>;
export type ObservedPhoto = z.infer<typeof photoSchema>;

/** The same, as version 2 wants to be asked for it. */
export const observationFields =
  '(id:!t,uuid:!t,quality_grade:!t,observed_on:!t,location:!t,' +
  'taxon:(id:!t,ancestor_ids:!t),user:(login:!t,name:!t),' +
  'observation_photos:(position:!t,photo:(id:!t,license_code:!t,url:!t,' +
  'original_dimensions:(width:!t,height:!t),flags:(resolved:!t),hidden:!t)))';
