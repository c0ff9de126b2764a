export { OosClient } from "oos-cancel";
