import { z } from "zod";

// What Home Assistant documents under "Add-on configuration", as far as an add-on like ours needs
// it: a key that is not here is to be looked up before it is used.

const PORT = /^\d{1,5}\/(?:tcp|udp)$/;
const portNumber = z.int().min(1).max(65_535);
const range = "(?:\\(-?[\\d.]*,-?[\\d.]*\\))?";

/** The type of an option, such as `int(1,5)?`. */
const optionType = z.string().regex(
  new RegExp(
    `^(?:(?:str|password|int|float)${range}|bool|email|url|port|match\\(.+\\)|list\\(.+\\)|` +
      `device(?:\\(subsystem=[a-z]+\\))?)\\??$`,
  ),
);

/** `config.yaml`. */
export const AddonConfig = z.strictObject({
  name: z.string(),
  version: z.string().regex(/^\d+\.\d+\.\d+/),
  slug: z.string().regex(/^[-_.A-Za-z0-9]+$/),
  description: z.string(),
  arch: z.array(z.enum(["armhf", "armv7", "aarch64", "amd64", "i386"])).min(1),
  url: z.url().optional(),
  startup: z.enum(["initialize", "system", "services", "application", "once"]).optional(),
  boot: z.enum(["auto", "manual", "manual_only"]).optional(),
  timeout: z.int().min(10).max(300).optional(),
  uart: z.boolean().optional(),
  udev: z.boolean().optional(),
  init: z.boolean().optional(),
  services: z.array(z.string().regex(/^(?:mqtt|mysql):(?:provide|want|need)$/)).optional(),
  map: z.array(z.strictObject({
    type: z.enum([
      "homeassistant_config",
      "addon_config",
      "ssl",
      "addons",
      "backup",
      "share",
      "media",
      "all_addon_configs",
      "data",
    ]),
    read_only: z.boolean().optional(),
    path: z.string().min(2).optional(),
  })).optional(),
  ports: z.record(z.string().regex(PORT), portNumber.nullable()).optional(),
  watchdog: z.string().regex(/^(?:https?|\[PROTO:\w+\]|tcp):\/\/\[HOST\]:(?:\[PORT:\d+\]|\d+).*$/)
    .optional(),
  backup: z.enum(["hot", "cold"]).optional(),
  options: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  schema: z.record(z.string(), optionType),
});

/** `translations/<language>.yaml`. */
export const AddonTranslation = z.strictObject({
  configuration: z.record(
    z.string(),
    z.strictObject({ name: z.string().min(1), description: z.string().min(1) }),
  ),
  network: z.record(z.string().regex(PORT), z.string().min(1)),
});

/** `repository.yaml`. */
export const AddonRepository = z.strictObject({
  name: z.string(),
  url: z.url().optional(),
  maintainer: z.string().optional(),
});
